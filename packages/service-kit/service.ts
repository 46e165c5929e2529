/**
 * The life of a service process: settings, logger, start, and an orderly end on SIGTERM, SIGINT or when the
 * process that started it is gone. An unhandled fault is logged and ends the process; whoever supervises it
 * starts it again, and everything here is made so that this loses nothing.
 */
import { createLogger, type Logger } from './logging.ts'
import { readSettings, type Settings, WrongSetting } from './settings.ts'

export interface ServiceContext {
  readonly settings: Settings
  readonly logger: Logger
  /** Aborts when the service is to end. */
  readonly signal: AbortSignal
}
export type StartService = (context: ServiceContext) => Promise<{ close(): Promise<void> }>

const CLOSE_WITHIN_MS = 8000

export async function runService(name: string, start: StartService): Promise<void> {
  const settings = settingsOrExit()
  const logger = createLogger(name, settings.LOG_LEVEL)
  const ending = new AbortController()
  const die = (error: unknown) => {
    exitIfWrongSetting(error)
    logger.fatal({ err: error }, 'service failed')
    process.exit(1)
  }
  process.on('unhandledRejection', die)
  process.on('uncaughtException', die)
  const running = await start({ settings, logger, signal: ending.signal }).catch(die)
  if (!running) return
  const end = async () => {
    if (ending.signal.aborted) return
    ending.abort()
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref()
    await running.close().catch((error) => logger.error({ err: error }, 'close failed'))
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
  logger.info('started')
  process.send?.('started')
}

function settingsOrExit(): Settings {
  try {
    return readSettings()
  } catch (error) {
    exitIfWrongSetting(error)
    throw error
  }
}

function exitIfWrongSetting(error: unknown): void {
  if (!(error instanceof WrongSetting)) return
  console.error(error.message)
  process.exit(2)
}
