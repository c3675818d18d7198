/** A utilisation that somebody measured. */
export interface PublishedUtilisation {
  readonly id: string;
  readonly label: string;
  /** Share of the dense peak in the steady state. */
  readonly mfu: number;
  readonly about: string;
  readonly source: string;
}

/** Utilisations of published runs in the steady state, the lowest first. */
export const publishedUtilisations: readonly PublishedUtilisation[] = [
  { id: 'gpt-3', label: 'GPT-3', mfu: 0.213, about: 'V100', source: 'Chowdhery et al. 2022 (PaLM), table 3' },
  {
    id: 'mt-nlg',
    label: 'MT-NLG 530B',
    mfu: 0.297,
    about: '2240 A100, attention left out',
    source: 'Chowdhery et al. 2022 (PaLM), appendix B',
  },
  { id: 'gopher', label: 'Gopher', mfu: 0.325, about: '4096 TPU v3', source: 'Chowdhery et al. 2022 (PaLM), table 3' },
  { id: 'glm-130b', label: 'GLM-130B', mfu: 0.325, about: '768 A100-40GB', source: 'Zeng et al. 2022, arXiv 2210.02414' },
  { id: 'llama-3-405b', label: 'Llama 3 405B', mfu: 0.41, about: '16,384 H100', source: 'Llama 3, arXiv 2407.21783, table 4' },
  {
    id: 'palm',
    label: 'PaLM 540B',
    mfu: 0.462,
    about: '6144 TPU v4, attention counted',
    source: 'Chowdhery et al. 2022 (PaLM), appendix B',
  },
  {
    id: 'llama-65b',
    label: 'LLaMA-65B',
    mfu: 0.476,
    about: '2048 A100, 380 tokens/s each',
    source: 'Touvron et al. 2023, arXiv 2302.13971',
  },
];
