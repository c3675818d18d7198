import { msg } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import type { CameraPreset } from '../../state/stage';

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
