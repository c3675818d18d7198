import { JobManager, type JobOptions } from './manager';
import { openJobFiles } from './opfs';
import { keepNothing } from './store';
import { openTabs } from './tabs';

/** Opens the jobs of this browser, in its own files where it has any for this page, beside its other tabs. */
export async function openManager(options: Omit<JobOptions, 'store' | 'tabs'>): Promise<JobManager> {
  const store = await openJobFiles().catch(keepNothing);
  const manager = new JobManager({ ...options, store, tabs: openTabs() });
  await manager.open();
  return manager;
}
