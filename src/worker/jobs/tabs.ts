import type { Job, JobCommand } from './job';
import type { SweepProgress } from '../api';

/** What tabs tell each other. */
export type TabMessage =
  /** A tab has opened, and asks the leader for its jobs. */
  | { readonly kind: 'hello' }
  /** The leader's jobs, whenever one of them changes. */
  | { readonly kind: 'jobs'; readonly jobs: readonly Job[] }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: SweepProgress }
  /** To the leader: a job to add, or what a user does to one. */
  | { readonly kind: 'add'; readonly job: Job }
  | { readonly kind: 'command'; readonly command: JobCommand; readonly id: string };

/** The tabs of one browser that have Isoflop open. One of them leads: it runs the jobs. */
export interface Tabs {
  /** Calls back when this tab leads, at once or when the one that leads is gone. The lead lasts as long as the tab. */
  lead(onLead: () => void): void;
  /** Tells all others. */
  post(message: TabMessage): void;
  listen(hear: (message: TabMessage) => void): void;
}

const NAME = 'isoflop-jobs';

/** Tabs of a browser, by a Web Lock, which a tab that dies gives up, and a channel. Where there are no locks a tab is alone. */
export function openTabs(): Tabs {
  const channel = new BroadcastChannel(NAME);
  return {
    lead: (onLead) => {
      const { locks } = navigator as Partial<Pick<typeof navigator, 'locks'>>;
      if (!locks) return onLead();
      // held until the tab is gone
      void locks.request(NAME, () => {
        onLead();
        return new Promise<never>(() => undefined);
      });
    },
    post: (message) => channel.postMessage(message),
    listen: (hear) => channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => hear(data)),
  };
}
