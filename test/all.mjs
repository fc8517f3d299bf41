import { register } from 'tsx/esm/api';

register();
await import('./all.ts');
