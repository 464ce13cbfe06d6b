/** Colours of pictures: told apart by colour-blind eyes (after Okabe and Ito), on light and on dark ground. */
import type { Look } from './chart.ts'

export interface Palette {
  /** Ground of the picture. */
  page: string
  ink: string
  /** Of axes, notes and sources. */
  soft: string
  /** Of grid lines and frames. */
  line: string
  /** For kinds of marks, the most important first. What differs by colour must differ by shape or dash too. */
  kinds: readonly string[]
}

const PALETTES: Readonly<Record<Look['theme'], Palette>> = {
  light: {
    page: '#ffffff',
    ink: '#1b1f24',
    soft: '#57606a',
    line: '#d8dee4',
    kinds: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#6b4fa0', '#7a7a7a'],
  },
  dark: {
    page: '#14171b',
    ink: '#e6e8eb',
    soft: '#a3abb5',
    line: '#3a424c',
    kinds: ['#56b4e9', '#e69f00', '#2bc59a', '#e59ac4', '#f0e442', '#ff8a5c', '#b79cf0', '#b0b0b0'],
  },
}

export const paletteOf = ({ theme }: Pick<Look, 'theme'>): Palette => PALETTES[theme]
