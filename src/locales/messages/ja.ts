
    // Do not modify this file by hand!
    // Re-generate this file by running lit-localize

    import {html} from 'lit';
    

    /* eslint-disable no-irregular-whitespace */
    /* eslint-disable @typescript-eslint/no-explicit-any */

    export const templates = {
      'hd7340f3e2855fbe1': html`<iso-law-picker></iso-law-picker> のもとで <iso-budget-field></iso-budget-field> を使うなら、${0}<b>${1}</b> パラメータのモデルを <b>${2}</b> トークンで学習する。損失は <b>${3}</b>
          <small>nat/token</small>。`,
    };
  