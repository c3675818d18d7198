import { type SvgFile, element, frameSvg } from '../controls/svg-file';
import { findAll } from '../controls/page-charts';
import type { Stage } from '../../state/stage';

/** The element of the 3D picture, where the page shows one. */
export function findStage(): HTMLElement | undefined {
  return findAll<HTMLElement>('iso-stage .frame, .frame.open').find((frame) => frame.querySelector('.labels') && frame.checkVisibility());
}

/** The 3D picture as it stands, drawn anew with `scale` pixels for each of the page's, with its labels as text. */
export async function stageToSvg(frame: HTMLElement, stage: Stage, scale: number, title: string): Promise<SvgFile> {
  const { left, top, width, height } = frame.getBoundingClientRect();
  const picture = await stage.capture({ width, height, pixelRatio: scale });
  const { backgroundColor, fontFamily, color } = getComputedStyle(frame);
  const href = await dataUrl(picture);
  const image = element('image', { x: 0, y: 0, width, height, href });
  const ground = element('rect', { x: 0, y: 0, width, height, style: `fill: ${backgroundColor}` });
  const labels = [...frame.querySelectorAll<HTMLElement>('.labels span')].filter(({ textContent }) => textContent.trim() !== '');
  const texts = labels.flatMap((label) => {
    const box = label.getBoundingClientRect();
    const style = getComputedStyle(label);
    const [x, y] = [box.left - left, box.top - top];
    const plate = element('rect', { x, y, width: box.width, height: box.height, rx: 3, style: `fill: ${style.backgroundColor}` });
    const text = element('text', { x: x + box.width / 2, y: y + box.height / 2 });
    const font = `fill: ${style.color}; font-size: ${style.fontSize}; font-weight: ${style.fontWeight}`;
    text.setAttribute('style', `${font}; text-anchor: middle; dominant-baseline: central`);
    text.textContent = label.textContent.trim();
    return [plate, text];
  });
  const style = `font-family: ${fontFamily.replaceAll('"', "'")}; font-size: 13px; fill: ${color}`;
  return frameSvg({ content: [ground, image, ...texts], style, width, height, title, ground: backgroundColor });
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
