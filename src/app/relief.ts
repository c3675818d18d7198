import { msg } from '@lit/localize';
import { effect } from '@preact/signals-core';
import { contours } from 'd3-contour';
import type { SceneBox, SceneContent, SceneLine } from '../scene/content';
import { axisLabels } from '../scene/labels';
import { keepApart } from '../scene/placing';
import { createPoseSender } from '../scene/pose-sender';
import { createSpace } from '../scene/space';
import type { OpenRelief, ReliefAxis, ReliefContent } from '../state/relief';
import type { CameraPreset, StageLabel } from '../state/stage';
import type { Store } from '../state/store';
import type { ReliefRequest } from '../worker/api';
import { lettersOf, pageScale } from '../ui/controls/letters';
import type { EngineClient } from '../worker/client';
import { createLatest } from './latest';
import { bindLook } from './look';

const PRESETS = { perspective: 'front', top: 'top', side: 'side' } as const satisfies Readonly<Record<CameraPreset, string>>;

/** Least saving that a relief shows: schedules can lose without bound, and the floor would be all there is to see. */
const FLOOR = -1;

/** Id of the relief that was opened last. */
let lastRelief = 0;

/** Width of a label's letter in CSS pixels, as the element sets them. */
const LETTER_WIDTH = 6.9;

/** Height of a label, CSS pixels. */
const LABEL_HEIGHT = 16;

/** A linear axis counts in tenths, so that ticks at whole numbers stand at round shares. */
const TENTHS = 10;

function toBox({ isLog }: ReliefAxis, value: number): number {
  return isLog ? Math.log10(value) : value * TENTHS;
}

function fromBox({ isLog }: ReliefAxis, value: number): number {
  return isLog ? 10 ** value : value / TENTHS;
}

/** The box of a relief: its axes, and the savings from the least that is shown to the largest. */
function boxOf({ heights, x, y, height: { span } }: ReliefContent): SceneBox {
  const ticksOf = (side: ReliefAxis) => side.ticks?.map((value) => toBox(side, value));
  const [across, up] = [ticksOf(x), ticksOf(y)];
  const sides = {
    log10N: [toBox(x, x.from), toBox(x, x.to)],
    log10D: [toBox(y, y.from), toBox(y, y.to)],
    heights: 'linear',
    ticks: { ...(across && { log10N: across }), ...(up && { log10D: up }) },
  } as const;
  if (span) return { ...sides, loss: span };
  let [least, most] = [0, 0.05];
  for (const height of heights) {
    if (height < least) least = height;
    if (height > most) most = height;
  }
  const floor = Math.max(least, FLOOR);
  return { ...sides, loss: [floor - 0.02, Math.min(most + 0.02, 1)] };
}

/** Lines along which one surface passes a level, laid on the heights. */
function linesAt(
  content: ReliefContent,
  values: Float32Array,
  level: number,
  role: SceneLine['role'],
  box: SceneBox,
): readonly SceneLine[] {
  const { heights, columns, rows } = content;
  const at = (i: number, j: number) => heights[Math.min(Math.max(j, 0), rows - 1) * columns + Math.min(Math.max(i, 0), columns - 1)]!;
  const filled = Array.from(values, (value) => (Number.isNaN(value) ? -1e9 : value));
  const place = ([u = 0, v = 0]: readonly number[]): readonly [number, number, number] | undefined => {
    const [i, j] = [u - 0.5, v - 0.5];
    if (i <= 0 || j <= 0 || i >= columns - 1 || j >= rows - 1) return undefined;
    const [left, low] = [Math.floor(i), Math.floor(j)];
    const [s, t] = [i - left, j - low];
    const height =
      (at(left, low) * (1 - s) + at(left + 1, low) * s) * (1 - t) + (at(left, low + 1) * (1 - s) + at(left + 1, low + 1) * s) * t;
    if (Number.isNaN(height)) return undefined;
    const [x, y] = [box.log10N, box.log10D];
    return [x[0] + (i / (columns - 1)) * (x[1] - x[0]), y[0] + (j / (rows - 1)) * (y[1] - y[0]), height];
  };
  return contours()
    .size([columns, rows])
    .contour(filled, level)
    .coordinates.flat()
    .flatMap((ring) => {
      const lines: SceneLine[] = [];
      let points: number[] = [];
      const end = () => {
        if (points.length > 3) lines.push({ role, points: Float32Array.from(points) });
        points = [];
      };
      for (const point of ring) {
        const found = place(point);
        if (found) points.push(...found);
        else end();
      }
      end();
      return lines;
    });
}

function sceneOf(content: ReliefContent, box: SceneBox): SceneContent {
  const { x, y, now, heights, frontier, height } = content;
  return {
    box,
    lines: [
      ...height.levels.flatMap((level) => linesAt(content, heights, level, 'isoflop', box)),
      ...(frontier ? linesAt(content, frontier, 0, 'frontier', box) : []),
    ],
    pins: Number.isFinite(now) ? Float32Array.of(toBox(x, x.now), toBox(y, y.now), now) : new Float32Array(0),
  };
}

/** Makes what opens reliefs, each with an id of its own: the worker draws them, the cameras stay on the page. */
export function createOpenRelief(store: Store, { relief: remote }: EngineClient): OpenRelief {
  return async ({ canvas, surface, size: firstSize, onView, picture }) => {
    const id = ++lastRelief;
    if (typeof canvas.transferControlToOffscreen !== 'function') {
      const notice = {
        failure: 'no-renderer',
        message: msg('This browser cannot draw the relief in a worker.'),
        hint: msg('The map shows the same.'),
      } as const;
      return { ok: false, error: { kind: 'failed', notice } };
    }
    const cameraLoading = import('../scene/camera');
    const opened = await remote.openRelief(id, canvas.transferControlToOffscreen(), firstSize, store.theme.value);
    if (!opened.ok) return opened;
    const { createCamera } = await cameraLoading;
    let size = firstSize;
    let shown: { readonly content: ReliefContent; readonly box: SceneBox } | undefined;
    const sendPose = createPoseSender((pose) => remote.setReliefPose(id, pose));
    const send = createLatest((request: ReliefRequest) => remote.showRelief(id, request));
    let look: ReturnType<typeof bindLook> | undefined;
    const camera = createCamera(surface, (pose) => {
      sendPose(pose);
      onView();
      look?.turned();
    });
    look = bindLook(store, picture, camera);
    const stop = effect(() => void remote.setReliefTheme(id, store.theme.value));
    return {
      ok: true,
      value: {
        show(content) {
          const box = boxOf(content);
          const titles = ({ x, y, height }: ReliefContent) => [x.title, y.title, height.title].join('\n');
          // what is dragged follows at once, another quantity is moved to
          const isOther = shown !== undefined && titles(shown.content) !== titles(content);
          const moves = isOther && !matchMedia('(prefers-reduced-motion: reduce)').matches;
          shown = { content, box };
          const { rows, columns } = content;
          // what cannot be stands under the box, where nothing is drawn
          const heights = Float32Array.from(content.heights, (height) => (Number.isNaN(height) ? box.loss[0] - 1 : height));
          send({ heights, rows, columns, content: sceneOf(content, box), moves });
          onView();
        },
        setPreset: (preset) => camera.moveTo(PRESETS[preset]),
        resize(next) {
          size = next;
          camera.resize(next);
          void remote.resizeRelief(id, next);
        },
        labels() {
          if (!shown) return [];
          const { content, box } = shown;
          const labels = axisLabels(createSpace(box), (point) => camera.project(point));
          const scale = pageScale();
          const titlesFirst = labels.toSorted((a, b) => Number(b.kind === 'title') - Number(a.kind === 'title'));
          const boxed = titlesFirst.map(({ axis, kind, value, x, y, outward }) => {
            const side = axis === 'N' ? content.x : content.y;
            const title = axis === 'loss' ? content.height.title : side.title;
            const tick = value === undefined ? '' : axis === 'loss' ? content.height.format(value) : side.format(fromBox(side, value));
            const text = kind === 'title' ? title : tick;
            const anchor = [(outward.x - 1) / 2, (outward.y - 1) / 2] as const;
            const width = scale * lettersOf(text) * LETTER_WIDTH;
            // a title may not fit beside its axis; it then stands over it
            const left = Math.min(Math.max(x + anchor[0] * width, 4), size.width - width - 4);
            const label: StageLabel = { key: `${axis} ${value ?? 'title'}`, text, kind, x: left - anchor[0] * width, y, anchor };
            return { label, box: { left, top: y + anchor[1] * scale * LABEL_HEIGHT, width, height: scale * LABEL_HEIGHT } };
          });
          return keepApart(boxed).map(({ label }) => label);
        },
        dispose() {
          stop();
          look.dispose();
          camera.dispose();
          void remote.closeRelief(id);
        },
      },
    };
  };
}
