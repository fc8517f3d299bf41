import { readFileSync } from 'node:fs';
import type { Report } from '../../../src/report/report';

/** A hand-made report of `test/fixtures/reports`. */
export function report(name: string): Report {
  return JSON.parse(readFileSync(`test/fixtures/reports/${name}.json`, 'utf8')) as Report;
}
