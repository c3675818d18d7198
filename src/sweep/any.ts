import { type SweepFile, parseSweepFile } from './file';
import { type ScheduleFile, isScheduleFile, parseScheduleFile } from './growth/file';
import { type SchedulePlan, planSchedules } from './growth/plan';
import { type SweepPlan, planSweep } from './plan';

/** Whatever a backend can sweep: configurations of a law, or growth schedules. */
export type AnySweepFile = SweepFile | ScheduleFile;

/** The plan of either kind of sweep. */
export type AnySweepPlan = SweepPlan | SchedulePlan;

/** Reads either kind of sweep file from parsed JSON. Throws an InputError that lists every issue with field, value and what is allowed. */
export function parseAny(json: unknown): AnySweepFile {
  return typeof json === 'object' && json !== null && isScheduleFile(json) ? parseScheduleFile(json) : parseSweepFile(json);
}

/** Works out either kind of sweep. The file must be a parsed one. */
export function planAny(file: AnySweepFile): AnySweepPlan {
  return isScheduleFile(file) ? planSchedules(file) : planSweep(file);
}

/** Whether a plan is one of schedules. */
export function isSchedulePlan(plan: AnySweepPlan): plan is SchedulePlan {
  return 'nodes' in plan;
}
