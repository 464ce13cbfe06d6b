/**
 * Chicago author-date as a CSL style, for what we cite: works of organisations, on the web or in a file. Our own text,
 * because no package fits: the one that carries the style of the CSL project has stood still since 2018 (an edition
 * behind, under another licence than its package says), and the formatter ships APA, Vancouver and Harvard only.
 * The year stands behind the author, so the date after the title has month and day only; an access date is always
 * given, for what we cite changes without notice.
 */
export const CHICAGO = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info>
    <title>Chicago author-date for works of organisations</title>
    <id>ai-economy-facts-chicago-author-date</id>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </info>
  <macro name="author">
    <names variable="author"><name/><substitute><text variable="title"/></substitute></names>
  </macro>
  <macro name="year">
    <choose>
      <if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
      <else><text term="no date" form="short"/></else>
    </choose>
    <choose>
      <if variable="issued"><text variable="year-suffix"/></if>
      <else><text variable="year-suffix" prefix="-"/></else>
    </choose>
  </macro>
  <macro name="title">
    <choose>
      <if type="report document" match="any"><text variable="title" font-style="italic"/></if>
      <else><text variable="title" quotes="true"/></else>
    </choose>
  </macro>
  <macro name="edition">
    <choose>
      <if type="dataset">
        <group delimiter=", "><text value="Dataset"/><text variable="version"/></group>
      </if>
    </choose>
  </macro>
  <macro name="day">
    <date variable="issued"><date-part name="month"/><date-part name="day" prefix=" "/></date>
  </macro>
  <macro name="accessed">
    <group delimiter=" ">
      <text term="accessed" text-case="capitalize-first"/>
      <date variable="accessed" form="text"/>
    </group>
  </macro>
  <citation disambiguate-add-year-suffix="true">
    <sort><key macro="author"/><key variable="issued"/></sort>
    <layout prefix="(" suffix=")" delimiter="; ">
      <group delimiter=" "><text macro="author"/><text macro="year"/></group>
    </layout>
  </citation>
  <bibliography entry-spacing="0">
    <sort><key macro="author"/><key variable="issued"/><key variable="title"/></sort>
    <layout suffix=".">
      <group delimiter=". ">
        <text macro="author"/>
        <text macro="year"/>
        <text macro="title"/>
        <text macro="edition"/>
        <text macro="day"/>
        <text macro="accessed"/>
        <text variable="URL"/>
      </group>
    </layout>
  </bibliography>
</style>`
