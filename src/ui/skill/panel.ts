import { msg } from '@lit/localize';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { shortSkill } from '../../model/skill/skill';
import { PanelElement } from '../controls/panel';

/** What the answer will be able to do. */
@customElement('iso-skill-panel')
export class IsoSkillPanel extends PanelElement {
  protected readonly panel = 'skill';
  protected readonly question = msg('What will it be able to do?');

  protected short(): string {
    const { predicted, exam } = this.store.skill;
    return said(shortSkill(predicted.value, exam.value));
  }

  protected load(): Promise<unknown> {
    return import('./body');
  }

  protected body() {
    return html`<iso-skill-body></iso-skill-body>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-skill-panel': IsoSkillPanel;
  }
}
