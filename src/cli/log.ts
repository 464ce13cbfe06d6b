/** The log of a process that serves. */
import { type Logger, pino } from 'pino'
import type { Config } from '../config.ts'

export const createLog = (config: Pick<Config, 'LOG_LEVEL'>): Logger =>
  pino({ level: config.LOG_LEVEL, redact: ['err.config', 'err.connectionString'] })
