/**
 * Loaded before a program in a container: `NAME_FILE=/run/secrets/name` becomes `NAME`, so that a secret stands
 * in a file that only this process may read and not in what the container's engine shows of its environment.
 * A file that is missing or a setting that is said twice ends the start with one line; no value is ever printed.
 */
import { readFileSync } from 'node:fs'

/** Settings that may be given as files. MASTER_KEY_FILE and VAULT_TOKEN_FILE are settings of their own: services read
 *  those files again. */
const secrets = ['DATABASE_URL', 'SERVICE_DATABASE_URL', 'EVENT_STORE_URL', 'KMS_SECRET_KEY', 'SIGNING_KEY']

for (const name of secrets) {
  const file = process.env[`${name}_FILE`]
  if (!file) continue
  if (process.env[name]) end(`${name} and ${name}_FILE are both set: unset one of them.`)
  try {
    process.env[name] = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    end(
      `${name}_FILE cannot be read (${code}): ${file}. Example: ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
    )
  }
}

/** As a wrong setting does: trying again would not help. */
function end(line: string): never {
  console.error(line)
  process.exit(2)
}
