import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listed } from '../../locales/lists';
import { said } from '../../locales/said';
import type { GrowthWarning } from '../../model/growth/warnings';
import { shared } from '../controls/styles';
import { GrowthElement } from './context';

/** Warnings that stand open; the others are folded. */
const OPEN = 2;

/** What a reader should know beside these numbers: the warnings that apply, in plain words, with their sources. */
@customElement('iso-growth-warnings')
export class IsoGrowthWarnings extends GrowthElement {
  static override styles = [
    shared,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      details ul {
        margin-block-start: 0.5rem;
      }
      li {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-limit);
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      b {
        color: var(--iso-limit);
      }
      summary {
        margin-block-start: 0.5rem;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      .source {
        color: var(--iso-quiet);
      }
    `,
  ];

  override render() {
    const warnings = this.growth.warnings.value;
    const rest = warnings.slice(OPEN);
    const titles = listed(rest.map(({ title }) => said(title).toLowerCase()));
    if (warnings.length === 0) return nothing;
    return html`<ul>
        ${warnings.slice(0, OPEN).map((warning) => this.warning(warning))}
      </ul>
      ${
        rest.length > 0
          ? html`<details>
              <summary>${msg(str`${rest.length} more to keep in mind: ${titles}`)}</summary>
              <ul>
                ${rest.map((warning) => this.warning(warning))}
              </ul>
            </details>`
          : nothing
      }`;
  }

  private warning(warning: GrowthWarning) {
    const [title, text, source, because] = [warning.title, warning.text, warning.source, warning.because].map(said);
    return html`<li>
      ${
        because === ''
          ? msg(html`<b>${title}.</b> ${text} <span class="source">${source}.</span>`)
          : msg(html`<b>${title}.</b> Here: ${because}. ${text} <span class="source">${source}.</span>`)
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-warnings': IsoGrowthWarnings;
  }
}
