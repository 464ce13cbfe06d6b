/** The one lock of all writers; the guards of the database take it too, so its number never changes. */
export const WRITER_LOCK = 4_021_964
