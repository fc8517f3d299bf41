// Injected into what is bundled for tests and measurements, which read at once what the product loads on demand.
import { readAlso } from '../../src/reader/choose';
import { rareNotations, textsOfNotebook } from '../../src/reader/rare-notations';

readAlso(rareNotations, textsOfNotebook);
