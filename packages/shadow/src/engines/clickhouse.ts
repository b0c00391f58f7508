import { compareInClickHouse, sampleInClickHouse } from './clickhouse/compare.ts'
import { ClickHouse } from './clickhouse/server.ts'
import { clickHouseSettings } from './clickhouse/settings.ts'
import { textOpener } from '../json/open-texts.ts'
import { longestRecord, type ComparisonEngine } from './contract.ts'

/** Has a ClickHouse server pair and count. Nothing is read here: the tables and files named are the server's. */
export const clickhouse: ComparisonEngine = {
  reads: 'tables',
  splits: false,
  hasSettings: true,
  open: async (input, around) => {
    const settings = clickHouseSettings(input['engine-settings'], around.mask)
    const server = new ClickHouse(settings, around.fetch, around.signal)
    const { primary, candidate, secondary } = input
    const asked = {
      arms: secondary.length === 0 ? [primary, candidate] : [primary, candidate, secondary],
      id: settings.id,
      record: settings.record,
      limit: longestRecord(input),
      open: textOpener(input.parse),
    }
    return {
      samples: await sampleInClickHouse(server, asked),
      compare: async (comparison) => await compareInClickHouse(server, asked, comparison),
    }
  },
}
