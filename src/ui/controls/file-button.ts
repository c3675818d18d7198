import { type TemplateResult, css, html, nothing } from 'lit';

/** A button that opens a file: what it says, its name for readers where that is another, which files, and who takes the one that is chosen. */
export function renderFileButton(
  text: string,
  { label, accept, take }: { readonly label?: string; readonly accept: string; take(file: File): void },
): TemplateResult {
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) take(file);
    // the same file can be chosen again after it was changed
    input.value = '';
  };
  return html`<label class="button">${text}<input type="file" accept=${accept} aria-label=${label ?? nothing} @change=${choose} /></label>`;
}

/** How such a button looks: like others. */
export const fileButtonStyles = css`
  label.button {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-block-size: 2rem;
    padding: 0.25rem 0.625rem;
    border: 1px solid var(--iso-line);
    border-radius: var(--iso-radius);
    font-size: var(--iso-size-note);
    cursor: pointer;
  }
  label.button:hover {
    border-color: var(--iso-line-strong);
  }
  label.button:focus-within {
    outline: 2px solid var(--iso-optimal);
    outline-offset: 2px;
  }
  input[type='file'] {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
`;
