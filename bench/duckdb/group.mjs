// DuckDB does a part of what a scan does: reads the log and counts by identity, action and hour.
//
//   node group.mjs RECORDS.ndjson
//
// Groups once per line of standard input and answers `WALL CPU` in seconds. One thread, and told
// the columns: finding out the schema would take longer than the work.
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

const columns = {
  eventTime: 'TIMESTAMP',
  eventSource: 'VARCHAR',
  eventName: 'VARCHAR',
  userIdentity: 'STRUCT("type" VARCHAR, arn VARCHAR, principalId VARCHAR, accountId VARCHAR)',
};
const path = process.argv[2];
const query = `
  SELECT userIdentity.arn AS identity, eventSource, eventName,
         date_trunc('hour', eventTime) AS hour, count(*) AS calls
  FROM read_json('${path.replaceAll("'", "''")}', format = 'newline_delimited',
                 columns = {${Object.entries(columns)
                   .map(([name, type]) => `"${name}": '${type}'`)
                   .join(', ')}})
  GROUP BY ALL`;

const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run('SET threads = 1');

for await (const _ of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  await connection.run(`CREATE OR REPLACE TABLE answer AS ${query}`);
  const took = Number(process.hrtime.bigint() - wall) / 1e9;
  const used = process.cpuUsage(cpu);
  console.log(`${took.toFixed(6)} ${((used.user + used.system) / 1e6).toFixed(6)}`);
}
