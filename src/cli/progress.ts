import { formatCount } from '../quantities/format';
import type { RunProgress } from '../sweep/run';
import type { CliContext } from './context';

/** Time between two lines on a terminal, where one replaces the other, and in a log, where each quarter of the way is told sooner. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;
const QUARTER_MS = 1000;

/** A progress line on stderr. */
export interface ProgressLine {
  show(progress: RunProgress): void;
  /** Takes the line away. */
  clear(): void;
}

/** Shows how far a run is: rewritten in place on a terminal, a line now and then in a log. */
export function createProgressLine({ stderr, isTerminal }: CliContext): ProgressLine {
  let shownAt = performance.now();
  let isShown = false;
  let quarters = 0;
  return {
    show: (progress) => {
      const now = performance.now();
      const reached = Math.floor((4 * progress.cellsDone) / progress.cells);
      const wait = isTerminal ? TERMINAL_MS : reached > quarters && reached < 4 ? QUARTER_MS : LOG_MS;
      if (now - shownAt < wait) return;
      shownAt = now;
      quarters = reached;
      isShown = true;
      stderr(isTerminal ? `\r\x1b[K${describe(progress)}` : `${describe(progress)}\n`);
    },
    clear: () => {
      if (isShown && isTerminal) stderr('\r\x1b[K');
      isShown = false;
    },
  };
}

function describe({ cellsDone, cells, cellsPerSecond, secondsLeft }: RunProgress): string {
  const percent = ((100 * cellsDone) / cells).toFixed(1);
  return `${percent} % of ${formatCount(cells)} cells, ${formatCount(cellsPerSecond)} cells/s, ${Math.ceil(secondsLeft)} s left`;
}
