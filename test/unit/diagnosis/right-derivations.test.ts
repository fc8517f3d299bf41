import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../../src/diagnosis/diagnosis';
import { evaluate } from '../../../src/reader/arithmetic';
import { read } from '../../../src/reader/read';

const diagnosed = (text: string): Diagnosis => diagnose(read(text, { evaluate }));

/** Derivations computed with NumPy: other losses, factors, layouts, languages, few digits. Nothing in them is wrong. */
const right: Readonly<Record<string, string>> = {
  'logits that softmax is said to run over, and once more one by one': `Online softmax over x = [1.0, -0.8, 0.8, 1.6]
after x[0]=1.0: m=1.0 l=1.0000
after x[1]=-0.8: m=1.0 l=1.1653
after x[2]=0.8: m=1.0 l=1.9840
after x[3]=1.6: m=1.6 l=2.0889
result exp(x-m)/l = [0.2627, 0.0434, 0.2151, 0.4787]`,
  'half precision that few digits do not show, where 1 - a keeps few': `binary cross-entropy summed over the classes, mean over the batch
logits = [3.71 -0.99; -0.07 -1.73; 1.81 -4.07]
target = [1 0; 1 0; 0 1]
dL/dlogits = [-0.0059 0.0060; -0.1065 0.1065; 0.6646 -0.6484]`,
  'two labels that are zero and one': `softmax and cross-entropy, mean over the batch
softmax = [[0.27532, 0.11194, 0.61274], [0.18954, 0.69549, 0.11496]]
target = [0, 1]
grad_softmax = [[-3.63211, 0.00000, 0.00000], [0.00000, -1.43783, 0.00000]]
dsoftmax = [[[0.19952, -0.03082, -0.16870], [-0.03082, 0.09941, -0.06859], [-0.16870, -0.06859, 0.23729]],
            [[0.15362, -0.13183, -0.02179], [-0.13183, 0.21178, -0.07996], [-0.02179, -0.07996, 0.10175]]]
grad_scores = [[-0.36234, 0.05597, 0.30637], [0.09477, -0.15225, 0.05748]]
reference = [[-0.36234, 0.05597, 0.30637], [0.09477, -0.15225, 0.05748]]`,
  'a label for each column': `softmax and cross-entropy, mean over the batch; classes x samples
s = [[0.48750, 0.53245, 0.23148, 0.75768], [0.51250, 0.46755, 0.76852, 0.24232]]
class_index = [0, 0, 0, 0]
dL/ds = [[-2.05127, -1.87810, -4.32012, -1.31982], [0.00000, 0.00000, 0.00000, 0.00000]]
dL/dz = [[-0.12812, -0.11689, -0.19213, -0.06058], [0.12812, 0.11689, 0.19213, 0.06058]]`,
  'short arrays that are all of half precision': `probs = [[0.14184570, 0.85791016], [0.50000000, 0.50000000]]
target = [[1, 0], [1, 0]]
loss = [1.9531250, 0.69335938]
dL/dprobs = [[-7.0507813, 0.00000000], [-2.0000000, 0.00000000]]
dL/dlogits = [[-0.85791016, 0.85791016], [-0.50000000, 0.50000000]]`,
  focal: `focal loss gamma=2
z = [0.7, -1.2, 2.1, 0.3]
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
dL/dp = [0.0000, 0.0000, -0.3687, 0.0000]
dL/dz = [0.0433, 0.0065, -0.0788, 0.0290]`,
  hinge: `multiclass hinge on scores, margin 1
scores = [0.7, -1.2, 2.1, 0.3]
label = 1
dscores = [1, -3, 1, 1]`,
  brier: `Brier score, E = sum((p - y)^2)
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0, 0, 1, 0]
dE/dp = [0.3404, 0.0509, -0.6195, 0.2282]
dE/dz = [0.1162, 0.0100, -0.1913, 0.0651]`,
  mse: `loss: MSE (mean over classes)
logits: [0.70, -1.20, 2.10, 0.30]
softmax: [0.1702, 0.0255, 0.6902, 0.1141]
target: [0, 0, 1, 0]
grad logits: [0.02905, 0.00250, -0.04783, 0.01627]`,
  entropy: `entropy H = -sum(a*log(a))
z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
dH/da = [0.7707, 2.6707, -0.6293, 1.1707]
dH/dz = [0.1485, 0.0706, -0.3642, 0.1452]`,
  entropy2: `logits = [0.7, -1.2, 2.1, 0.3]
probs = [0.1702, 0.0255, 0.6902, 0.1141]
entropy = 0.8984
entropy grad wrt logits = [0.1485, 0.0706, -0.3642, 0.1452]`,
  rkl: `reverse KL(a||q)
z = [0.7, -1.2, 2.1, 0.3]
q = [0.1, 0.2, 0.3, 0.4]
a = [0.1702, 0.0255, 0.6902, 0.1141]
dKL/dz = [0.0105, -0.0644, 0.2507, -0.1968]`,
  kl: `KL(q || p), q fixed
q = [0.1, 0.2, 0.3, 0.4]
z = [0.7, -1.2, 2.1, 0.3]
p = softmax(z) = [0.1702, 0.0255, 0.6902, 0.1141]
dKL/dz = p - q = [0.0702, -0.1745, 0.3902, -0.2859]`,
  distill: `temperature T = 2
teacher logits = [1.0, 0.0, -1.0, 0.5]
student logits = [0.7, -1.2, 2.1, 0.3]
teacher probs = [0.3632, 0.2203, 0.1336, 0.2829]
student probs = [0.2370, 0.0917, 0.4773, 0.1940]
grad student logits = [-0.0631, -0.0643, 0.1718, -0.0444]`,
  'distill T2': `Distillation loss T^2 * KL, T = 2
student logits = [0.7, -1.2, 2.1, 0.3]
teacher logits = [1.0, 0.0, -1.0, 0.5]
p_s = [0.2370, 0.0917, 0.4773, 0.1940]
p_t = [0.3632, 0.2203, 0.1336, 0.2829]
grad = [-0.2524, -0.2573, 0.6873, -0.1776]`,
  'distill alpha': `alpha = 0.7, T = 2, loss = (1-alpha)*CE + alpha*T^2*KL
student logits = [0.7, -1.2, 2.1, 0.3]
teacher logits = [1.0, 0.0, -1.0, 0.5]
y = 2
grad = [-0.1256, -0.1725, 0.3882, -0.0901]`,
  attn: `attention, d_k = 4
scores (q·k) = [1.2, -0.4, 2.0, 0.8]
weights = softmax(scores/sqrt(d)) = [0.2660, 0.1195, 0.3968, 0.2178]
dweights = [0.3, -0.1, 0.8, 0.2]
dscores = [-0.0171, -0.0316, 0.0736, -0.0249]`,
  attn2: `Attention scores already divided by sqrt(d):
S = [0.60, -0.20, 1.00, 0.40]
P = [0.2660, 0.1195, 0.3968, 0.2178]
dP = [0.3, -0.1, 0.8, 0.2]
dS = P * (dP - rowsum(dP*P)) = [-0.0343, -0.0632, 0.1473, -0.0498]`,
  mask: `masked scores = [0.5, 1.5, -inf, -inf]
probs = [0.2689, 0.7311, 0.0000, 0.0000]
upstream = [1, 2, 3, 4]
dscores = [-0.1966, 0.1966, 0.0000, 0.0000]`,
  mask2: `mask = [1, 1, 0, 0]
logits = [0.5, 1.5, 0.2, 0.9]
masked softmax = [0.2689, 0.7311, 0.0000, 0.0000]
y = 1
grad = [0.2689, -0.2689, 0.0000, 0.0000]`,
  pg: `REINFORCE: action = 1, advantage = 2.5
pi = [0.1702, 0.0255, 0.6902, 0.1141]
grad log pi = onehot - pi = [-0.1702, 0.9745, -0.6902, -0.1141]
update = advantage * grad log pi = [-0.4255, 2.4364, -1.7256, -0.2852]`,
  pg2: `policy gradient loss = -A * log pi(a), A = -1.5
logits = [0.7, -1.2, 2.1, 0.3]
pi = [0.1702, 0.0255, 0.6902, 0.1141]
action = 3
dL/dlogits = [-0.2553, -0.0382, -1.0354, 1.3289]`,
  pg3: `loss = -reward*log_prob
reward = 4.0
logits = [0.7, -1.2, 2.1, 0.3]
action = 0
logits.grad = [-3.3192, 0.1018, 2.7609, 0.4564]`,
  pg4: `loss = -A*logp - 0.01*entropy, A = 1
logits = [0.7, -1.2, 2.1, 0.3]
action = 0
grad = [-0.83127, 0.02475, 0.69388, 0.11264]`,
  lsm: `log_softmax output = [-1.7707, -3.6707, -0.3707, -2.1707]
grad_output = [0, 0, -1, 0]
grad_input = [0.1702, 0.0255, -0.3098, 0.1141]`,
  lsm2: `z = [0.7, -1.2, 2.1, 0.3]
y = log_softmax(z) = [-1.7707, -3.6707, -0.3707, -2.1707]
dL/dy = [0.2, -0.5, 1.0, 0.3]
dL/dz = dL/dy - softmax * sum(dL/dy) = [0.0298, -0.5255, 0.3098, 0.1859]`,
  lsmJ: `z = [0.7, -1.2, 2.1]
logp = [-1.6496, -3.5496, -0.2496]
dlogp/dz = [[0.8079, -0.0287, -0.7791], [-0.1921, 0.9713, -0.7791], [-0.1921, -0.0287, 0.2209]]`,
  'weights sum': `class_weights = [1.0, 2.0, 0.5]
logits = [[1.63, 0.27, -1.23], [-0.96, 1.60, 0.20], [-1.73, -0.08, -1.16], [-0.63, -0.49, -0.71]]
labels = [0, 2, 1, 1]
grad = [[-0.2389, 0.1953, 0.0436], [0.0292, 0.3777, -0.4069], [0.2508, -0.6942, 0.4434], [0.6507, -1.2515, 0.6007]]`,
  ignore: `ignore_index = -100
logits = [[1.63, 0.27, -1.23], [-0.96, 1.60, 0.20], [-1.73, -0.08, -1.16], [-0.63, -0.49, -0.71]]
labels = [0, -100, 1, 1]
logits.grad = [[-0.0796, 0.0651, 0.0145], [0.0000, 0.0000, -0.0000], [0.0418, -0.1157, 0.0739], [0.1085, -0.2086, 0.1001]]`,
  julia: `julia> z = [0.7, -1.2, 2.1, 0.3]
julia> softmax(z)
4-element Vector{Float64}:
 0.170210
 0.025458
 0.690236
 0.114095
julia> y = 3
julia> dz
4-element Vector{Float64}:
 0.170210
 0.025458
 -0.309764
 0.114095`,
  R: `> z <- c(0.7, -1.2, 2.1, 0.3)
> p <- exp(z)/sum(exp(z))
> p
[1] 0.1702102 0.0254581 0.6902364 0.1140953
> t <- c(0,0,1,0)
> p - t
[1] 0.1702102 0.0254581 -0.3097636 0.1140953`,
  hand2: `z = [1, 2, 3]
exp(z) = [2.72, 7.39, 20.09]
sum = 30.20
a = [0.09, 0.24, 0.67]
t = [0, 1, 0]
dE/da = [0.00, -4.17, 0.00]
J = [[0.08, -0.02, -0.06], [-0.02, 0.18, -0.16], [-0.06, -0.16, 0.22]]
dE/dz = [0.08, -0.75, 0.67]`,
  hand1: `z = [1, 2, 3]
a = [0.1, 0.2, 0.7]
t = [0, 1, 0]
dE/dz = [0.1, -0.8, 0.7]`,
  hand1b: `a = [0.1, 0.2, 0.7]
t = [0, 1, 0]
dE/da = [0, -5, 0]
J = [[0.09, -0.02, -0.07], [-0.02, 0.16, -0.14], [-0.07, -0.14, 0.21]]
dE/dz = [0.10, -0.80, 0.70]`,
  'hand3 tiny': `z = [3.2, -1.1, 0.4]
a = [0.931, 0.013, 0.057]
t = [0,0,1]
E = 2.86
dE/da = [0.00, 0.00, -17.54]
da/dz = [[0.064, -0.012, -0.053], [-0.012, 0.013, -0.001], [-0.053, -0.001, 0.054]]
dE/dz = [0.93, 0.02, -0.95]`,
  truncated: `z = [0.7, -1.2, 2.1, 0.3]
a = [0.170, 0.025, 0.690, 0.114]
t = [0,0,1,0]
a-t = [0.170, 0.025, -0.310, 0.114]`,
  f16: `z = array([0.7, -1.2, 2.1, 0.3], dtype=float16)
a = array([0.1703, 0.02545, 0.6904, 0.1141], dtype=float16)
t = [0, 0, 1, 0]
a - t = array([0.1703, 0.02545, -0.3096, 0.1141], dtype=float16)`,
  accum: `gradient accumulation: accum_steps = 4, loss = loss / accum_steps
logits = [0.7, -1.2, 2.1, 0.3]
y = 2
logits.grad = [0.04255, 0.00636, -0.07744, 0.02852]`,
  accum2: `logits = [0.7, -1.2, 2.1, 0.3]
y = 2
after 1st backward: grad = [0.1702, 0.0255, -0.3098, 0.1141]
after 2nd backward (accumulated): grad = [0.3404, 0.0509, -0.6195, 0.2282]`,
  amp: `GradScaler scale = 65536
logits = [0.7, -1.2, 2.1, 0.3]
y = 2
scaled grad = [11154.9, 1668.4, -20300.7, 7477.4]
unscaled grad = [0.1702, 0.0255, -0.3098, 0.1141]`,
  two: `Example 1
z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
t = [0, 0, 1, 0]
dE/dz = [0.1702, 0.0255, -0.3098, 0.1141]

Example 2
z = [0.2, 0.9, -1.0]
a = [0.3017, 0.6075, 0.0909]
t = [1, 0, 0]
dE/dz = [-0.6983, 0.6075, 0.0909]`,
  'two n': `z1 = [0.7, -1.2, 2.1, 0.3]
a1 = [0.1702, 0.0255, 0.6902, 0.1141]
t1 = [0, 0, 1, 0]
dz1 = [0.1702, 0.0255, -0.3098, 0.1141]
z2 = [1.00, -0.50, 0.25, 2.00]
a2 = [0.2266, 0.0506, 0.1070, 0.6159]
t2 = [1, 0, 0, 0]
dz2 = [-0.7734, 0.0506, 0.1070, 0.6159]`,
  step: `lr = 0.5
z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
t = [0,0,1,0]
grad = [0.1702, 0.0255, -0.3098, 0.1141]
z_new = z - lr*grad = [0.6149, -1.2127, 2.2549, 0.2430]
a_new = [0.1427, 0.0230, 0.7359, 0.0984]`,
  update: `lr = 0.1
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
dz = [0.1702, 0.0255, -0.3098, 0.1141]
step = -lr * dz = [-0.01702, -0.00255, 0.03098, -0.01141]`,
  ls: `label smoothing 0.1
logits = [0.7, -1.2, 2.1, 0.3]
y = 2
smoothed target = [0.025, 0.025, 0.925, 0.025]
grad = [0.1452, 0.0005, -0.2348, 0.0891]`,
  'ls K-1': `label smoothing eps = 0.1 spread over the other K-1 classes
logits = [0.7, -1.2, 2.1, 0.3]
t = [0.0333, 0.0333, 0.9000, 0.0333]
grad = [0.1369, -0.0079, -0.2098, 0.0808]`,
  soft: `soft target
t = [0.2, 0.3, 0.4, 0.1]
p = [0.1702, 0.0255, 0.6902, 0.1141]
-t/p = [-1.175, -11.784, -0.580, -0.876]
p - t = [-0.0298, -0.2745, 0.2902, 0.0141]`,
  'multi hot': `y = [1, 0, 1, 0]
p = [0.1702, 0.0255, 0.6902, 0.1141]
grad = [-0.8298, 0.0255, -0.3098, 0.1141]`,
  'multi hot2': `E = -sum(y*log(p))
y = [1, 0, 1, 0]
p = [0.1702, 0.0255, 0.6902, 0.1141]
grad = 2p - y = [-0.6596, 0.0509, 0.3805, 0.2282]`,
  'T .5': `softmax with temperature 0.5
z = [0.7, -1.2, 2.1, 0.3]
a = [0.0558, 0.0012, 0.9179, 0.0251]
da/dz = [[0.1054, -0.0001, -0.1025, -0.0028], [-0.0001, 0.0025, -0.0023, -0.0001], [-0.1025, -0.0023, 0.1508, -0.0460], [-0.0028, -0.0001, -0.0460, 0.0489]]`,
  log2: `cross entropy in bits (log2)
z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
t = [0,0,1,0]
E = 0.5348
dE/da = [-0.0000, -0.0000, -2.0901, -0.0000]
dE/dz = [0.2456, 0.0367, -0.4469, 0.1646]`,
  gumbel: `gumbel softmax tau = 0.5
logits = [0.7, -1.2, 2.1, 0.3]
gumbel noise = [0.3, -0.2, 1.1, 0.4]
y = [0.0120, 0.0001, 0.9812, 0.0066]`,
  perplexity: `logits = [0.7, -1.2, 2.1, 0.3]
probs = [0.1702, 0.0255, 0.6902, 0.1141]
loss = 0.3707
perplexity = 1.4488
label = 2`,
  stable: `z = [1000, 1001, 1002]
z - max = [-2, -1, 0]
exp = [0.1353, 0.3679, 1.0000]
sum = 1.5032
a = [0.0900, 0.2447, 0.6652]`,
  hess: `z = [0.7, -1.2, 2.1]
a = [0.1921, 0.0287, 0.7791]
t = [1,0,0]
grad = [-0.8079, 0.0287, 0.7791]
Hessian = diag(a) - a a^T = [[0.1552, -0.0055, -0.1497], [-0.0055, 0.0279, -0.0224], [-0.1497, -0.0224, 0.1721]]`,
  centered: `def f(z): ...
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
analytic = [0.170210, 0.025458, -0.309764, 0.114095]
numeric = [0.170211, 0.025457, -0.309762, 0.114095]
diff = [1e-6, 1e-6, 2e-6, 0]`,
  relerr: `probs = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
grad = [0.1702, 0.0255, -0.3098, 0.1141]
error = [0, 0, 1e-8, 2e-9]`,
  argmax: `logits = [[1.63, 0.27, -1.23], [-0.96, 1.60, 0.20], [-1.73, -0.08, -1.16], [-0.63, -0.49, -0.71]]
pred = [0, 1, 1, 1]
labels = [0, 2, 1, 1]
loss = 0.8407`,
  latex: `\\[ z=\\begin{pmatrix}0.7\\\\-1.2\\\\2.1\\\\0.3\\end{pmatrix},\\quad s=\\begin{pmatrix}0.170\\\\0.025\\\\0.690\\\\0.114\\end{pmatrix},\\quad \\nabla_z L = s-y=\\begin{pmatrix}0.170\\\\0.025\\\\-0.310\\\\0.114\\end{pmatrix} \\]`,
  'ce+l2 words': `cross entropy with an L2 penalty on the logits, coefficient 0.1
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
a = [0.1702, 0.0255, 0.6902, 0.1141]
dL/dz = [0.3102, -0.2145, 0.1102, 0.1741]`,
  triplet: `custom loss
a = [0.1702, 0.0255, 0.6902, 0.1141]
t = [0,0,1,0]
dL/da = [0.5, -0.25, 1, 2]
dL/dz = [-0.0846, -0.0318, 0.0020, 0.1144]`,
  gce: `generalized cross entropy q=0.7: L = (1 - p^q)/q
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
dL/dp_y = -1.1176
dL/dz = [0.1313, 0.0196, -0.2390, 0.0880]`,
  spars: `sparsemax(z) = [0, 0, 1, 0]
z = [0.7, -1.2, 2.1, 0.3]
softmax(z) = [0.1702, 0.0255, 0.6902, 0.1141]`,
  binary: `z = [0.3, -0.2]
softmax = [0.6225, 0.3775]
sigmoid(z0 - z1) = 0.6225
t = [1, 0]
dz = [-0.3775, 0.3775]`,
  ml: `multi-label BCE with logits
z = [0.7, -1.2, 2.1, 0.3]
sigmoid = [0.6682, 0.2315, 0.8909, 0.5744]
y = [1,0,1,0]
grad = [-0.3318, 0.2315, -0.1091, 0.5744]`,
  js: `const z = [0.7, -1.2, 2.1, 0.3];
const p = [0.17021019811271454, 0.025458104309329887, 0.6902363897433056, 0.1140953078346501];
// y = 2
const dz = [0.17021019811271454, 0.025458104309329887, -0.3097636102566944, 0.1140953078346501];`,
  'sum all': `probs = [0.1702, 0.0255, 0.6902, 0.1141]
probs.sum().backward()
logits.grad = [0.0, 0.0, 0.0, 0.0]`,
  'sum all2': `logits = [0.7, -1.2, 2.1, 0.3]
probs = [0.1702, 0.0255, 0.6902, 0.1141]
probs[2].backward()
logits.grad = [-0.1175, -0.0176, 0.2138, -0.0788]`,
  vjp: `a = [0.1702, 0.0255, 0.6902, 0.1141]
v = [1, 0, 0, 0]
v^T J = [0.1412, -0.0043, -0.1175, -0.0194]`,
  'lambda half': `lambda = 0.5
L = lambda * CE(z, t)
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
dL/dz = [0.0851, 0.0127, -0.1549, 0.0570]`,
  'weighted pos': `class weight of class 2 is 3.0
z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
dL/dz = 3*(a-t) = [0.5106, 0.0764, -0.9293, 0.3423]`,
  'both scaled': `a - t = [0.1702, 0.0255, -0.3098, 0.1141]
loss weight 0.25
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
dL/dz = [0.0426, 0.0064, -0.0774, 0.0285]`,
  'E scaled': `loss = 0.5 * cross entropy = 0.1854
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
grad = [0.0851, 0.0127, -0.1549, 0.0570]`,
  learning: `learning rate 0.1
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
dz = [0.1702, 0.0255, -0.3098, 0.1141]
z - 0.1*dz = [0.6830, -1.2025, 2.1310, 0.2886]`,
  momentum: `v0 = [0.1, 0.1, 0, -0.2]
grad = p - y
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0,0,1,0]
grad = [0.1702, 0.0255, -0.3098, 0.1141]
v1 = 0.9*v0 + grad = [0.2602, 0.1155, -0.3098, -0.0659]`,
  clip: `z = [0.7, -1.2, 2.1, 0.3]
t = [1,0,0,0]
grad = [-0.8298, 0.0255, 0.6902, 0.1141]
clipped grad (max norm 0.5) = [-0.3822, 0.0117, 0.3179, 0.0525]`,
  norm: `probs = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
grad = [0.1702, 0.0255, -0.3098, 0.1141]
grad norm = 0.3723
normalized grad = [0.4572, 0.0684, -0.8321, 0.3065]`,
  'entropy reg': `L = CE - 0.1*H(p)
z = [0.7, -1.2, 2.1, 0.3]
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = 2
dL/dz = [0.1554, 0.0184, -0.2733, 0.0996]`,
  'scale0 loss = CE / ln 2': `loss = CE / ln 2
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.2456, 0.0367, -0.4469, 0.1646]`,
  'scale1 loss averaged over 4 classes': `loss averaged over 4 classes
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.0426, 0.0064, -0.0774, 0.0285]`,
  'scale2 loss = mean over 8 tokens, this is one token': `loss = mean over 8 tokens, this is one token
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.0213, 0.0032, -0.0387, 0.0143]`,
  'scale3 gradient multiplied by upstream 3.0': `gradient multiplied by upstream 3.0
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.5106, 0.0764, -0.9293, 0.3423]`,
  'scale4 grad_output = -1': `grad_output = -1
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [-0.1702, -0.0255, 0.3098, -0.1141]`,
  'scale5 dL = 0.2': `dL = 0.2
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.0340, 0.0051, -0.0620, 0.0228]`,
  'scale6 w = 0.75': `w = 0.75
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.1277, 0.0191, -0.2323, 0.0856]`,
  'scale7 importance ratio = 1.3': `importance ratio = 1.3
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.2213, 0.0331, -0.4027, 0.1483]`,
  'scale8 A = -0.8 (advantage)': `A = -0.8 (advantage)
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [-0.1362, -0.0204, 0.2478, -0.0913]`,
  'scale9 discounted return G = 5.5': `discounted return G = 5.5
logits = [0.7, -1.2, 2.1, 0.3]
label = 2
dlogits = [0.9362, 0.1400, -1.7037, 0.6275]`,
  'hand dot1': `a = [0.05, 0.11, 0.01, 0.64, 0.19]
upstream g = [0.6, 0.4, 1.0, -1.3, 0.6]
<g,a> = -0.6
g - <g,a> = [1.2, 1.0, 1.6, -0.7, 1.2]
dz = [0.06, 0.11, 0.02, -0.45, 0.23]`,
  'hand dot2': `a = [0.311, 0.003, 0.171, 0.051, 0.464]
upstream g = [-0.4, -0.0, 0.3, -0.9, 0.6]
<g,a> = 0.16
g - <g,a> = [-0.56, -0.16, 0.14, -1.06, 0.44]
dz = [-0.174, -0.000, 0.024, -0.054, 0.204]`,
  'hand dot3': `a = [0.0504, 0.1673, 0.0226, 0.5554, 0.2043]
upstream g = [-0.2, 0.6, 1.3, 1.8, -1.6]
<g,a> = 0.793
g - <g,a> = [-0.993, -0.193, 0.507, 1.007, -2.393]
dz = [-0.0500, -0.0323, 0.0115, 0.5593, -0.4889]`,
  percent: `z = [0.7, -1.2, 2.1, 0.3]
probabilities (%) = [17.0, 2.5, 69.0, 11.4]
target (%) = [0, 0, 100, 0]`,
  spanish: `Ejemplo:
entradas z = [0.7, -1.2, 2.1, 0.3]
salida softmax = [0.1702, 0.0255, 0.6902, 0.1141]
objetivo = [0,0,1,0]
gradiente = [0.1702, 0.0255, -0.3098, 0.1141]`,
  german: `Logits z: [0.7, -1.2, 2.1, 0.3]
Wahrscheinlichkeiten: [0.1702, 0.0255, 0.6902, 0.1141]
Ziel: [0,0,1,0]
Fehler delta = [0.1702, 0.0255, -0.3098, 0.1141]`,
  french: `Entrée z = [0.7, -1.2, 2.1, 0.3]
sortie a = [0.1702, 0.0255, 0.6902, 0.1141]
cible t = [0,0,1,0]
gradient = [0.1702, 0.0255, -0.3098, 0.1141]`,
  descent: `error = target - output
output = [0.1702, 0.0255, 0.6902, 0.1141]
target = [0,0,1,0]
error = [-0.1702, -0.0255, 0.3098, -0.1141]`,
  descent2: `out = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0,0,1,0]
delta = y - out = [-0.1702, -0.0255, 0.3098, -0.1141]
W += lr * delta * x`,
  'diag vec': `a = [0.1702, 0.0255, 0.6902, 0.1141]
diag(J) = a*(1-a) = [0.1412, 0.0248, 0.2138, 0.1011]`,
  'diag vec2': `s = [0.1702, 0.0255, 0.6902, 0.1141]
s*(1-s) = [0.1412, 0.0248, 0.2138, 0.1011]
-s_i*s_j for i=0: [-0.0043, -0.1175, -0.0194]`,
  'jac row': `z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
da_0/dz = [0.1412, -0.0043, -0.1175, -0.0194]
da_1/dz = [-0.0043, 0.0248, -0.0176, -0.0029]`,
  'inv softmax': `a = [0.1702, 0.0255, 0.6902, 0.1141]
log(a) = [-1.7707, -3.6707, -0.3707, -2.1707]
log(a) + 1.5 = [-0.2707, -2.1707, 1.1293, -0.6707]`,
  shift: `z = [0.7, -1.2, 2.1, 0.3]
z - max(z) = [-1.4, -3.3, 0.0, -1.8]
exp = [0.2466, 0.0369, 1.0000, 0.1653]
sum = 1.4488
softmax = [0.1702, 0.0255, 0.6902, 0.1141]`,
  'before after': `before: logits = [0.7, -1.2, 2.1, 0.3] probs = [0.1702, 0.0255, 0.6902, 0.1141]
after: logits = [1.3, -0.7, 0.4, 2.2] probs = [0.2499, 0.0338, 0.1016, 0.6147]`,
  topk: `logits = [1.3, -0.7, 0.4, 2.2, 0.1]
probs = [0.2324, 0.0315, 0.0945, 0.5716, 0.0700]
top-2 = [0.5716, 0.2324]
renormalized = [0.7109, 0.2891]`,
  'softmax w': `expected value = sum(p_i * r_i)
r = [1, 2, 3, 4]
p = [0.1702, 0.0255, 0.6902, 0.1141]
d(expected)/dz = [-0.2976, -0.0190, 0.1738, 0.1428]`,
  'mix density': `mixture weights pi = [0.1702, 0.0255, 0.6902, 0.1141]
responsibilities gamma = [0.1, 0.2, 0.6, 0.1]
dE/dz = pi - gamma = [0.0702, -0.1745, 0.0902, 0.0141]`,
  crf: `marginals = [0.1702, 0.0255, 0.6902, 0.1141]
gold = [0,0,1,0]
grad log-likelihood = gold - marginals = [-0.1702, -0.0255, 0.3098, -0.1141]`,
  nce: `InfoNCE, tau = 0.1
sim = [0.9, 0.3, 0.1, -0.2]
p = [0.99718, 0.00247, 0.00033, 0.00002]
dL/dsim = (p - onehot)/tau = [-0.0282, 0.0247, 0.0033, 0.0002]`,
  word2vec: `u·v = [0.7, -1.2, 2.1, 0.3]
yhat = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0,0,1,0]
dJ/dv = U^T (yhat - y) = [0.21, -0.44, 0.13, 0.6]`,
  'mse other name': `J = 1/2 ||a - y||^2
a = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0,0,1,0]
dJ/da = [0.1702, 0.0255, -0.3098, 0.1141]
dJ/dz = [0.0581, 0.0050, -0.0957, 0.0325]`,
  'mse sum C': `MSELoss(softmax(z), t)
z = [0.7, -1.2, 2.1, 0.3]
t = [0,0,1,0]
z.grad = [0.029053, 0.002503, -0.047830, 0.016274]`,
  mae: `L1 loss = mean(|p - y|)
p = [0.1702, 0.0255, 0.6902, 0.1141]
y = [0,0,1,0]
dL/dp = [0.25, 0.25, -0.25, 0.25]
dL/dz = [0.0587, 0.0088, -0.1069, 0.0394]`,
  'logit lens': `h = [0.5, -1.0, 2.0, 0.3]
logits = [0.7, -1.2, 2.1, 0.3]
probs = [0.1702, 0.0255, 0.6902, 0.1141]`,
  'double ref': `mine: [0.1702, 0.0255, -0.3098, 0.1141]
torch: [0.17021020, 0.02545810, -0.30976361, 0.11409531]
logits: [0.7, -1.2, 2.1, 0.3]
y: 2`,
  dropout: `z = [0.7, -1.2, 2.1, 0.3]
a = [0.1702, 0.0255, 0.6902, 0.1141]
dropout mask = [1, 0, 1, 1]
a dropped = [0.2269, 0.0000, 0.9203, 0.1521]`,
  hier: `root softmax: z = [0.5, -0.5], p = [0.7311, 0.2689]
leaf softmax: z = [0.7, -1.2, 2.1, 0.3], p = [0.1702, 0.0255, 0.6902, 0.1141]`,
  'beta vib': `kl = [0.1, 0.2]
z = [0.7, -1.2, 2.1, 0.3]
p = [0.1702, 0.0255, 0.6902, 0.1141]
loss = nll + beta*kl, beta = 0.3
y = 2
grad = [0.3, -0.1, 0.2, 0.4]`,
  'fp16 scale': `loss scale = 128
probs = [0.170, 0.025, 0.690, 0.114]
y = 2
grad fp16 = [21.79, 3.26, -39.65, 14.60]`,
  'seq mean': `mask = [1, 1, 0]
logits = [[0.0, 1.4, 1.2, -0.5], [-0.3, -0.5, 0.6, -0.1], [0.7, -1.8, 1.6, -0.1]]
labels = [3, 0, 1]
logits.grad = [[0.0557, 0.2257, 0.1848, -0.4662], [-0.4091, 0.0744, 0.2236, 0.1110], [0.0000, -0.0000, 0.0000, 0.0000]]`,
};

for (const [name, text] of Object.entries(right)) {
  test(`right: ${name}`, () => {
    assert.deepEqual(
      diagnosed(text).findings.map(({ mistakes }) => mistakes),
      [],
    );
  });
}

test('a factor that the text names is told as a convention', () => {
  const { conventions, claims } = diagnosed(
    'loss = 0.5 * CE\nz = [1.1, -0.4, 0.2, 2.3]\nt = [0, 0, 1, 0]\ndL/dz = [0.10101, 0.02254, -0.45893, 0.33538]',
  );
  assert.equal(conventions.find(({ name }) => name === 'scale')?.value, 0.5);
  assert.equal(claims.find(({ role }) => role === 'delta')?.verdict, 'agrees');
});

test('a factor of the text excuses nothing that a reference contradicts', () => {
  const { findings } = diagnosed(
    'weight 0.5\nz = [1.1, -0.4, 0.2, 2.3]\nt = [0, 0, 1, 0]\nmine dL/dz = [0.10101, 0.02254, -0.45893, 0.33538]\n' +
      'expected dL/dz = [0.20203, 0.04508, -0.91786, 0.67076]',
  );
  assert.deepEqual(
    findings.map(({ mistakes }) => mistakes),
    [['factor-of-two']],
  );
});

const logits = 'z = [0.3, 1.7, -0.2]\na = [0.1765, 0.7157, 0.1070]\n';

test('numbers that nothing explains are wrong where they break what has to hold', () => {
  const { findings } = diagnosed(
    `${logits}J = [[0.5447, 1.0429, -0.2070], [0.2475, 1.0988, -1.2846], [-1.7340, 0.1264, 0.5278]]`,
  );
  assert.deepEqual(
    findings.map(({ certainty }) => certainty),
    ['unexplained'],
  );
});

test('numbers that nothing explains are unchecked where they may be of another loss', () => {
  const { findings, claims } = diagnosed(
    `${logits}L = CE + 0.1*|z|^2\nt = [0, 1, 0]\ndL/dz = [0.2365, 0.0557, 0.0670]`,
  );
  assert.deepEqual(findings, []);
  assert.equal(claims.find(({ role }) => role === 'delta')?.verdict, 'unchecked');
});
