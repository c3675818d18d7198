import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { scenarioPhrases } from '../../model/spend/words';
import '../controls/law-picker';
import { shared } from '../controls/styles';
import { renderValue } from '../controls/value';
import { limitPhrase } from './limit-words';
import { StoreElement } from '../store-element';
import './budget-field';

/** The view's question and its answer in one sentence; budget and law are changed in place. */
@customElement('iso-question')
export class IsoQuestion extends StoreElement {
  static override styles = [
    shared,
    css`
      p {
        margin: 0;
        font-size: var(--iso-size-question);
        line-height: 1.55;
      }
      b {
        color: var(--iso-optimal);
        font-weight: 650;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { law, optimum } = this.store.answer.value;
    const { N, D, loss } = optimum;
    const reached = html`<span class="whole"><b>${loss.toFixed(2)}</b> <small>nat/token</small></span>`;
    const limits = limitPhrase(this.store.limits.value);
    const phrases = [...scenarioPhrases(law).map(said), ...(limits === undefined ? [] : [limits])].map((phrase) =>
      msg(str`${phrase}, `, { id: 'question-phrase', desc: 'a condition of the question, before what is trained' }),
    );
    return html`<p>
      ${msg(
        html`With <iso-budget-field></iso-budget-field> under <iso-law-picker></iso-law-picker>, ${phrases}train
          <b>${renderValue('N', N)}</b> parameters on <b>${renderValue('N', D)}</b> tokens, for a loss of ${reached}.`,
      )}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-question': IsoQuestion;
  }
}
