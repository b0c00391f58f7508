import { duration, field, oneOf, optional, secret, text, wholeNumber, withDefault } from '@sluice/action'
import { googleFields } from '../credentials.ts'
import { defineSource } from '../define-source.ts'
import { rowSource } from '../rows/open.ts'
import { databaseAt } from '../sql/address.ts'

/** Databases that speak SQL. */
export const sql = defineSource(
  'Asks a database with SQL, in a transaction that can only read: PostgreSQL, MySQL, MariaDB, and what speaks their protocols, ClickHouse, and BigQuery.',
  {
    url: text(
      'address without a password, e.g. `postgres://sluice@db.example:5432/shop`, `mysql://…`, `clickhouse://…`, or `bigquery://project/dataset`',
    ),
    username: optional(text('user name, instead of the one in `url`')),
    password: optional(
      secret(text('password; default `$PGPASSWORD`, `$MYSQL_PWD` or `$CLICKHOUSE_PASSWORD`')),
    ),
    tls: withDefault(
      'verify',
      field(
        '`verify`: TLS, and the certificate must be valid for the host; `off`: none',
        oneOf(['verify', 'off']).parse,
      ),
    ),
    ca: optional(
      text(
        'file of certificates that the server’s must be signed by, such as the bundle of a cloud’s region',
      ),
    ),
    ...googleFields,
    location: optional(text('location of a BigQuery dataset, e.g. `EU`')),
    'max-bytes': optional(
      field('bytes that one query of BigQuery may bill; it fails beyond', wholeNumber({ min: 1 }).parse),
    ),
    lag: withDefault('0s', field('duration until all rows of an interval have arrived', duration().parse)),
    timeout: withDefault('10s', field('duration for connecting, and for one query', duration().parse)),
    attempts: withDefault(
      '3',
      field(
        'whole number from 1 to 10: how often a connection is tried, with growing pauses in between',
        wholeNumber({ min: 1, max: 10 }).parse,
      ),
    ),
  },
  (settings, io, facts) => {
    const { lag, attempts, location } = settings
    const google = {
      identityProvider: settings['google-identity-provider'],
      serviceAccount: settings['google-service-account'],
      location,
      maxBytes: settings['max-bytes'],
    }
    const { load, access } = databaseAt({ ...settings, google }, io)
    return rowSource(lag, facts, async () => {
      const [{ databaseStore }, driver] = await Promise.all([import('../sql/statement.ts'), load()])
      return databaseStore(driver, access, io, attempts)
    })
  },
)
