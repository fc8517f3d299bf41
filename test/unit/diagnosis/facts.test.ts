import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFacts, type Facts } from '../../../src/diagnosis/facts';
import { read } from '../../../src/reader/read';

const factsOf = (text: string): Facts => readFacts(read(text));

/** Asserts that a fact is read in all of `yes` and in none of `no`. */
function says(fact: keyof Facts, yes: readonly string[], no: readonly string[]): void {
  for (const text of yes) assert.equal(factsOf(text)[fact], true, `${fact}: ${text}`);
  for (const text of no) assert.equal(factsOf(text)[fact], false, `not ${fact}: ${text}`);
}

void test('a mean over the batch, in four languages, and what only looks like one', () => {
  says(
    'mean',
    [
      'mean cross-entropy over the batch',
      'averaged over 4 samples',
      'Kreuzentropie, gemittelt über den Batch',
      'moyenne sur le lot',
      'promediada sobre el lote',
      'the batch-mean loss',
      'E is the mean loss',
      "reduction='mean'",
    ],
    [
      'mean loss = 0.3',
      'average loss: 0.43',
      'average loss over epoch 3',
      'not averaged over the batch',
      'before the mean over the batch',
      'mean over the classes',
      'mean image, one sample',
    ],
  );
});

void test('a sum over the batch', () => {
  says(
    'sum',
    ['summed over the batch', 'Summe über alle Beispiele', 'somme sur les exemples', "reduction='none'"],
    ['sum over the classes', 'sum over the batch / 4', 'not summed over the batch'],
  );
});

void test('what lies in rows and in columns', () => {
  const rows = [
    'rows = samples',
    'Zeilen = Beispiele',
    'lignes = exemples',
    'one row per image',
    '3 examples (rows) and 4 classes',
    'columns are classes',
    'batch x classes',
  ];
  const columns = ['columns = samples', 'Spalten = Stichproben', 'rows = classes', 'classes x 2 samples'];
  says('rows', rows, [...columns, 'Zeilen = Klassen', 'the rows sum to 1']);
  says('columns', columns, [...rows, 'Spalten = Klassen']);
});

void test('losses by their names, and words that only look like them', () => {
  says('crossEntropy', ['CE loss', 'l’entropie croisée', 'E = -ln(a)'], ["Est-ce que c'est juste ?"]);
  says(
    'squaredError',
    ['squared error', 'quadratischer Fehler', 'sum((a-t)^2)'],
    ['Die Jacobi-Matrix ist quadratisch', 'sqrt(sum((a-b)^2))', '||num - ana||^2', 'sum((grad - check)**2)'],
  );
  says(
    'binaryCrossEntropy',
    ['binary cross-entropy', 'binäre Kreuzentropie', 'log(1-p)'],
    ['not binary cross-entropy', 'binäre Zahlen'],
  );
});

void test('a loss with a further term is another loss', () => {
  says(
    'otherLoss',
    ['loss = CE + 0.01*|z|^2', 'E = nll - 0.05 * H(p)', 'L = CE + 0.5*lambda*||z||^2', 'focal loss'],
    ['loss = cross-entropy', 'loss = mean cross-entropy', 'L = -sum(t*log(a))', 'E = a - t'],
  );
});

void test('an added update makes the direction of ascent, a subtracted one contradicts it', () => {
  says(
    'ascent',
    ['error = t - o', 'w += eta * error * x', 'policy gradient'],
    ['for i: dW += x[i] * d[i]', 'error = t - o; W -= lr * error', 'W = W - lr*dW, error = y - p'],
  );
});

void test('T is a temperature, t a class, and either may count time', () => {
  assert.equal(factsOf('T = 3').temperature, 3);
  assert.equal(factsOf('T = 3 (temperature)').temperature, 3);
  assert.equal(factsOf('Temperatur 2.5').temperature, 2.5);
  assert.equal(factsOf('z = [1, 2, 3]\nt = 2').temperature, null);
  assert.deepEqual(factsOf('z = [1, 2, 3]\nt = 2').labels, [2]);
  assert.equal(factsOf('T = 5 steps').temperature, null);
});

void test('the width of the keys, however it is called', () => {
  assert.equal(factsOf('head_dim = 64\nsoftmax(scores/sqrt(head_dim))').temperature, 8);
});

void test('T² is said of the loss only where it is not denied', () => {
  says(
    'temperatureSquared',
    ['loss is T^2 * KL'],
    ['KL, no T^2 factor', 'without the T^2', 'ohne T²', 'p/T^2'],
  );
});

void test('the class of the one sample in words', () => {
  const texts = [
    'true class 1',
    'clase correcta: 1',
    'class 1 is correct',
    'loss for class 1 = 0.8',
    'F.nll_loss(probs, 1)',
    'F.cross_entropy(x, torch.tensor([1]))',
    'die richtige Klasse ist 1',
  ];
  for (const text of texts) assert.deepEqual(factsOf(text).labels, [1], text);
});

void test('factors of the loss stand beside it, not on the line above', () => {
  assert.deepEqual(factsOf('temperature = 2.5\nlogits = [1, 2]').scales, []);
  assert.ok(factsOf('E = 0.5 * CE').scales.includes(0.5));
  assert.ok(factsOf('die Kosten sind gewichtet mit 0.3').scales.includes(0.3));
  assert.equal(factsOf('loss weight = 0.3').upstreamScalar, 0.3);
});

void test('a sigmoid is another layer where softmax is not spoken of, or denied', () => {
  const numbers = 'z = [1, 2]\np = [0.73, 0.88]';
  says(
    'otherLayer',
    [
      `a sigmoid output (no softmax)\n${numbers}`,
      `sigmoid statt Softmax\n${numbers}`,
      'tanh(z) = [0.1, 0.2]',
    ],
    [`sigmoid hidden layer, softmax output\n${numbers}`, `multinomial logistic regression\n${numbers}`],
  );
});

void test('a comment behind a number is no percentage', () => {
  says('percent', ['accuracy is 97 %', 'values in percent'], ['N = 4 % samples']);
});

void test('the words of one very long line are read in linear time', () => {
  for (const part of ['0.5 * (', 'loss = a - 0.5 ', '||a', '-1, ']) {
    const reading = { ...read(''), text: `||${part.repeat(60_000)}` };
    const start = performance.now();
    readFacts(reading);
    assert.ok(performance.now() - start < 5000, part);
  }
});
