import { expose } from 'comlink';
import { type Claim, claims } from '../model/claims';
import { recomputeClaim } from '../model/recompute';
import type { EvidenceApi } from './evidence-client';

/** Computations that simulate: a second or more each, where all others take microseconds. */
const SIMULATIONS = ['prunedTestError'];

const api: EvidenceApi = {
  async recompute(onClaim) {
    const isSlow = ({ checks }: Claim) => checks.some((check) => SIMULATIONS.includes(check.case));
    const inOrder = [...claims.filter((claim) => !isSlow(claim)), ...claims.filter((claim) => isSlow(claim))];
    for (const claim of inOrder) onClaim(claim.id, recomputeClaim(claim));
  },
};

expose(api);
