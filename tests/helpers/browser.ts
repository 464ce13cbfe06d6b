/** A real Chromium, where the machine has one. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path))

// On a build machine a missing browser is a broken machine, not a reason to believe that the page works.
export const reason =
  executablePath || process.env.CI ? '' : ' (skipped: no Chromium found; install one or set CHROMIUM_PATH)'

export async function launch(): Promise<Browser> {
  if (!executablePath) throw new Error('No Chromium found; install one or set CHROMIUM_PATH')
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
