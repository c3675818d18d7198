/** What claims are about, in the order of the catalogue. */
export const claimTopics = [
  'compute',
  'loss',
  'frontier',
  'data',
  'inference',
  'batch',
  'growth',
  'moe',
  'precision',
  'skill',
  'time',
  'memory',
  'cost',
  'hardware',
  'serving',
] as const;

/** One of the topics. */
export type ClaimTopic = (typeof claimTopics)[number];
