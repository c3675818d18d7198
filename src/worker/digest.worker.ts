import { expose } from 'comlink';
import { addBytes } from '../export/sha256';
import type { DigestApi } from './digest-client';

const api: DigestApi = {
  add: (state, bytes) => {
    addBytes(state, bytes);
    return state;
  },
};
expose(api);
