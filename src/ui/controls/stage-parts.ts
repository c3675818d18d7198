import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { CameraPreset, StageLabel } from '../../state/stage';

const PRESETS: readonly { readonly id: CameraPreset; readonly text: string }[] = [
  { id: 'perspective', text: '3D' },
  { id: 'top', text: msg('Top') },
  { id: 'side', text: msg('Side') },
];

/** Buttons that take a view; keys 1, 2 and 3 do the same on the picture itself. */
export function renderPresets(picture: { setPreset(preset: CameraPreset): void }): TemplateResult {
  return html`<div class="presets" role="group" aria-label=${msg('Camera')}>
    ${PRESETS.map(({ id, text }) => html`<button type="button" @click=${() => picture.setPreset(id)}>${text}</button>`)}
  </div>`;
}

/** Labels over a picture, and a mark among them; the numbers that they stand for are read elsewhere. */
export function renderLabels(labels: readonly StageLabel[], mark: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="labels" aria-hidden="true">
    ${labels.map(
      ({ text, kind, x, y, anchor }) =>
        html`<span class=${kind} style="transform: translate(${x}px, ${y}px) translate(${anchor[0] * 100}%, ${anchor[1] * 100}%)"
          >${text}</span
        >`,
    )}
    ${mark}
  </div>`;
}
