import { msg, str } from '@lit/localize';
import { formatCount } from '../quantities/format';
import { type AxisLabel, axisLabels } from '../scene/labels';
import { type Box, type LabelRequest, keepApart, placeLabels } from '../scene/placing';
import type { SceneCamera } from '../scene/camera';
import type { Space } from '../scene/space';
import { loss } from '../model/loss';
import { models } from '../state/models';
import type { StageLabel } from '../state/stage';
import type { LawAnswer } from '../state/store';
import { lettersOf, pageScale } from '../ui/controls/letters';
import { formatDecade } from '../ui/controls/value';
import { isInPicture } from '../state/picture';

/** Size of a label's letters in CSS pixels, as the stage sets them on a laptop, and how much wider bold ones are; widths are estimated from it. */
const LETTER = { width: 6.6, height: 18, bold: 1.1 };

/** One model's name for each of this many square pixels of the picture: more would hide the surface. */
const AREA_PER_NAME = 55_000;

/** Room for the camera buttons in the right top corner. */
const CORNER = { width: 150, height: 48 };

const TITLES = { N: msg('parameters N'), D: msg('tokens D'), loss: msg('loss, nat/token') } as const;

function tickText({ axis, value }: AxisLabel): string {
  if (value === undefined) return TITLES[axis];
  return axis === 'loss' ? String(value) : formatDecade(10 ** value);
}

function sizeOf(text: string, scale: number): { readonly width: number; readonly height: number } {
  return { width: scale * lettersOf(text) * LETTER.width + 8, height: scale * LETTER.height };
}

/** Titles and ticks of the axes. Where two axes meet, the tick of the later one gives way. */
function labelAxes(
  space: Space,
  camera: SceneCamera,
  view: { readonly width: number },
  scale: number,
): (StageLabel & { readonly box: Box })[] {
  const labels = axisLabels(space, (point) => camera.project(point));
  const titlesFirst = [...labels.filter(({ kind }) => kind === 'title'), ...labels.filter(({ kind }) => kind === 'tick')];
  const boxed = titlesFirst.map((label) => {
    const text = tickText(label);
    const anchor = [(label.outward.x - 1) / 2, (label.outward.y - 1) / 2] as const;
    const { width, height } = sizeOf(text, scale);
    // on a narrow screen a title may not fit beside its axis; it then stands over it
    const left = Math.min(Math.max(label.x + anchor[0] * width, 4), view.width - width - 4);
    const x = left - anchor[0] * width;
    const box = { left, top: label.y + anchor[1] * height, width, height };
    return { key: `${label.axis} ${label.value ?? 'title'}`, text, kind: label.kind, x, y: label.y, anchor, box };
  });
  return keepApart(boxed);
}

/** Models in the order in which they are named: the largest runs first. */
const known = models.toSorted((a, b) => b.N * b.D - a.N * a.D);

/** Every label of the present view: axes, the optimum, and as many models as there is room for. */
export function stageLabels(
  space: Space,
  camera: SceneCamera,
  answer: LawAnswer,
  view: { readonly width: number; readonly height: number },
): StageLabel[] {
  const scale = pageScale();
  const axes = labelAxes(space, camera, view, scale);
  const place = (id: string, text: string, at: { readonly N: number; readonly D: number }, priority: number): LabelRequest[] => {
    const point = { log10N: Math.log10(at.N), log10D: Math.log10(at.D), loss: loss(answer.law, at.N, at.D) };
    const { x, y, isVisible } = camera.project(space.toScene(point));
    const size = sizeOf(text, id === 'optimum' ? scale * LETTER.bold : scale);
    return isVisible ? [{ id, x, y, ...size, height: scale * LETTER.height, priority }] : [];
  };
  const { optimum } = answer;
  const [N, D] = [formatCount(optimum.N), formatCount(optimum.D)];
  const optimumText = msg(str`${N} on ${D} tokens`);
  const texts = new Map([['optimum', optimumText], ...known.map(({ name }) => [name, name] as const)]);
  const requests = [
    ...(isInPicture(optimum) ? place('optimum', optimumText, optimum, Number.POSITIVE_INFINITY) : []),
    ...known.flatMap((model, i) => place(model.name, model.name, model, -i)),
  ];
  const bounds = { left: 0, top: 0, ...view };
  const corner = { left: view.width - CORNER.width, top: 0, ...CORNER };
  const placed = placeLabels(requests, bounds, [...axes.map(({ box }) => box), corner]);
  const room = Math.max(3, Math.floor((view.width * view.height) / AREA_PER_NAME));
  return [
    ...axes,
    ...placed.slice(0, room).map(({ id, left, top }): StageLabel => ({
      key: id,
      text: texts.get(id) ?? id,
      kind: id === 'optimum' ? 'optimum' : 'model',
      x: left,
      y: top,
      anchor: [0, 0],
    })),
  ];
}
