/**
 * Lets every list that says what is chosen in its `data-value` show it. A property of the list itself is set before its new options are there,
 * and those of options are left alone where they did not change.
 */
export function showChosen(root: ParentNode): void {
  for (const select of root.querySelectorAll<HTMLSelectElement>('select[data-value]')) {
    const { value } = select.dataset;
    if (value !== undefined && select.value !== value) select.value = value;
  }
}
