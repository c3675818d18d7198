import { msg } from '@lit/localize';

/** A picture as the text of an SVG file, and its size in CSS pixels. */
export interface SvgFile {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Room around the chart, and above it for its title. */
const MARGIN = 16;
const TITLE_HEIGHT = 30;

/** What a property of an element is where nothing sets it, and whether its children take it over. */
const PROPERTIES: readonly (readonly [name: string, initial: string, isInherited: boolean])[] = [
  ['fill', 'rgb(0, 0, 0)', true],
  ['fill-opacity', '1', true],
  ['stroke', 'none', true],
  ['stroke-width', '1px', true],
  ['stroke-dasharray', 'none', true],
  ['stroke-linecap', 'butt', true],
  ['stroke-linejoin', 'miter', true],
  ['stroke-opacity', '1', true],
  ['font-family', '', true],
  ['font-size', '', true],
  ['font-weight', '400', true],
  ['font-variant-numeric', 'normal', true],
  ['letter-spacing', 'normal', true],
  ['text-anchor', 'start', true],
  ['paint-order', 'normal', true],
  ['visibility', 'visible', true],
  ['dominant-baseline', 'auto', false],
  ['opacity', '1', false],
  ['vector-effect', 'none', false],
  ['mix-blend-mode', 'normal', false],
];

/**
 * A chart of the page as a file that looks the same anywhere: its styles written into its elements, in the colours of the light theme,
 * on that theme's ground, with its title. What a canvas beneath it shows is embedded.
 */
export function chartToSvg(chart: SVGSVGElement, title: string): SvgFile {
  return inLightTheme(() => {
    const { width, height } = chart.getBoundingClientRect();
    const ground = getComputedStyle(chart).getPropertyValue('--iso-ground');
    const copy = copyWithStyles(chart);
    for (const canvas of chart.parentElement?.querySelectorAll('canvas') ?? []) copy.prepend(imageOf(canvas, width, height));
    return frameSvg({ content: [...copy.childNodes], style: copy.getAttribute('style') ?? '', width, height, title, ground });
  });
}

/** What a file is put together from: content in a box of a size, with room around it, over a ground. */
export interface SvgParts {
  readonly content: readonly Node[];
  /** Style that all of the content takes over. */
  readonly style: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly ground: string;
}

/** Puts a file together: ground, title, content. */
export function frameSvg({ content, style, width, height, title, ground }: SvgParts): SvgFile {
  const [outerWidth, outerHeight] = [Math.ceil(width) + 2 * MARGIN, Math.ceil(height) + TITLE_HEIGHT + MARGIN];
  const root = element('svg', {
    width: outerWidth,
    height: outerHeight,
    viewBox: `${-MARGIN} ${-TITLE_HEIGHT} ${outerWidth} ${outerHeight}`,
  });
  root.setAttribute('style', style);
  const name = element('title', {});
  name.textContent = title;
  const heading = element('text', { x: 0, y: -11, style: 'font-weight: 600' });
  heading.textContent = title;
  const box = { x: -MARGIN, y: -TITLE_HEIGHT, width: outerWidth, height: outerHeight };
  root.append(name, element('rect', { ...box, style: `fill: ${ground}; stroke: none` }), heading, ...content);
  return { text: `${new XMLSerializer().serializeToString(root)}\n`, width: outerWidth, height: outerHeight };
}

/** An SVG element with attributes. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const created = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
  return created;
}

/** Draws a file at a number of pixels for each of its own, as PNG. */
export async function rasterise({ text, width, height }: SvgFile, scale: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * scale, height * scale];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(msg('the picture is too large for this browser')))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Does something while the page is in its light theme; it is put back before anything is painted. */
function inLightTheme<T>(work: () => T): T {
  const { classList } = document.documentElement;
  if (!classList.contains('wa-dark')) return work();
  classList.remove('wa-dark');
  endTransitions();
  try {
    return work();
  } finally {
    classList.add('wa-dark');
    endTransitions();
  }
}

/** Takes colours to where they are going: a transition would still be at its beginning. */
function endTransitions(): void {
  // asking for them brings styles up to date
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
}

/** A copy whose elements carry their computed styles, without what only the page has a use for. */
function copyWithStyles(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  const hidden: Element[] = [];
  originals.forEach((original, i) => {
    const target = copies[i]!;
    const style = getComputedStyle(original);
    const parent = original === chart || !original.parentElement ? undefined : getComputedStyle(original.parentElement);
    if (style.display === 'none') hidden.push(target);
    for (const name of target.getAttributeNames()) if (/^(class|style|role|tabindex|aria-.*)$/.test(name)) target.removeAttribute(name);
    const declarations = PROPERTIES.flatMap(([name, initial, isInherited]) => {
      const value = style.getPropertyValue(name);
      const usual = isInherited && parent ? parent.getPropertyValue(name) : initial;
      return value === usual ? [] : [`${name}: ${value}`];
    });
    if (declarations.length > 0) target.setAttribute('style', declarations.join('; '));
  });
  for (const each of hidden) each.remove();
  removeComments(copy);
  return copy;
}

function removeComments(root: Node): void {
  const comments: Node[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
}

/** What a canvas shows, over the whole of the chart. */
function imageOf(canvas: HTMLCanvasElement, width: number, height: number): SVGElement {
  return element('image', { x: 0, y: 0, width, height, preserveAspectRatio: 'none', href: canvas.toDataURL() });
}
