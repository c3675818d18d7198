import { msg, str } from '@lit/localize';
import { customElement, property } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { TypedField } from './typed-field';

/** What a field takes: what can be read of the text, handed on; else the text is none. */
export function accepting<T>(parse: (text: string) => T | undefined, take: (value: T) => void): (text: string) => boolean {
  return (text) => {
    const value = parse(text);
    if (value === undefined) return false;
    take(value);
    return true;
  };
}

/** A value typed in place, for whoever knows what it is and what may be typed. */
@customElement('iso-field')
export class IsoField extends TypedField {
  /** Name for screen readers. */
  @property() label = '';

  /** The value in force, as text. */
  @property() text = '';

  /** What may be typed, after "Type". */
  @property() allowed = '';

  /** Takes what is typed, or says that it is none. */
  @property({ attribute: false }) accept: (text: string) => boolean = () => false;

  protected override name(): string {
    return this.label;
  }

  protected override value(): string {
    return this.text;
  }

  protected override take(text: string): boolean {
    return this.accept(text);
  }

  protected override refusal(): string {
    const allowed = said(this.allowed);
    return msg(str`Type ${allowed}.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-field': IsoField;
  }
}
