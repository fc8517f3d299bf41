import { test } from 'node:test';
import { fuzz } from './fuzzing';

test('mutated texts are read without an exception, and the same when read again', () => {
  fuzz(3000, 1);
});
