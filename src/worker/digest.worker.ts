import { expose } from 'comlink';
import { addPiece } from '../export/digest';
import type { DigestApi } from './digest-client';

const api: DigestApi = { add: addPiece };
expose(api);
