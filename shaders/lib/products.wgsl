// A cell's sum of terms from its row's and its columns' factors.
import package::form::TERM_COUNT;

/// The last term; an index is held to it where a form has fewer terms, because even code that never runs must compile.
const LAST = TERM_COUNT - 1u;

/// Σ_k row[k] · columns[k] of at most four terms, for four columns at once.
/// Written out, because SwiftShader and some drivers do not unroll a loop, and an index that varies costs them three times as much.
fn sumOfProducts(row: array<f32, TERM_COUNT>, columns: array<vec4f, TERM_COUNT>) -> vec4f {
  var sum = row[0] * columns[0];
  if (TERM_COUNT > 1u) {
    sum += row[min(1u, LAST)] * columns[min(1u, LAST)];
  }
  if (TERM_COUNT > 2u) {
    sum += row[min(2u, LAST)] * columns[min(2u, LAST)];
  }
  if (TERM_COUNT > 3u) {
    sum += row[min(3u, LAST)] * columns[min(3u, LAST)];
  }
  return sum;
}
