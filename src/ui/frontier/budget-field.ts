import { msg, str } from '@lit/localize';
import { customElement } from 'lit/decorators.js';
import { formatScientific } from '../../quantities/format';
import { BUDGET_ALLOWED, parseBudget } from '../../state/budget';
import { TypedField } from '../controls/typed-field';

/** The budget in the question, typed in place: `5.76e23`, `70e21`, `3640 PF-days`. Reads and sets the store's budget. */
@customElement('iso-budget-field')
export class IsoBudgetField extends TypedField {
  protected override name(): string {
    return msg('Compute budget');
  }

  protected override value(): string {
    return `${formatScientific(this.store.C.value)} FLOP`;
  }

  protected override take(text: string): boolean {
    const budget = parseBudget(text);
    if (budget === undefined) return false;
    this.store.C.value = budget;
    return true;
  }

  protected override refusal(): string {
    return msg(str`This is not a budget. Type ${BUDGET_ALLOWED}.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-budget-field': IsoBudgetField;
  }
}
