"""Local Times explained by PyTorch over materialised virtual support vectors, the way published one-class DTD programs work.

members U.npy V.npy GAMMA K     two kernel densities of one width gamma: K nearest partners each way
copies X.npy ROW FILE           seconds to explain one row by autograd, the Taylor rule as it is written
gate X.npy ROW FILE             the same by autograd, put more cleverly; FILE receives relevance, "-" for none

One thread. Virtual support vectors are all in memory: m*k + n*l of d values.
"""

from peer import need, serve, timed

np, torch = need("numpy", "torch")
torch.set_num_threads(1)
torch.set_grad_enabled(True)

halves = []
width = 0.0


def members(u_file, v_file, gamma, k):
    global width
    u, v = np.load(u_file).astype(np.float64), np.load(v_file).astype(np.float64)
    gamma, k = float(gamma), int(k)
    width = 2 * gamma
    squares = ((u[:, None, :] - v[None, :, :]) ** 2).sum(2)
    log_alpha_ij = -np.log(len(u)) - np.log(len(v)) - gamma / 2 * squares
    largest = log_alpha_ij.max()
    log_beta = log_alpha_ij - largest - np.log(np.exp(log_alpha_ij - largest).sum())  # over all pairs
    halves.clear()
    for axis, order in ((0, np.argsort(squares, axis=1, kind="stable")), (1, np.argsort(squares.T, axis=1, kind="stable"))):
        centers = np.repeat(np.arange(len(order)), k)
        partners = order[:, :k].ravel()
        i, j = (centers, partners) if axis == 0 else (partners, centers)
        virtual = torch.tensor((u[i] + v[j]) / 2, dtype=torch.float32)
        halves.append((virtual, torch.tensor(log_beta[i, j], dtype=torch.float32)))
    return 0


def explain(x, relevance_of_half):
    """R of eq 1.14, the mean of both halves'."""
    return sum(relevance_of_half(x, virtual, log_beta) for virtual, log_beta in halves) / 2


def weigh(distances, log_beta):
    """p_k * min(o / D_k, gamma'); the softmin's derivative is the responsibility p."""
    h = width * distances - log_beta
    o = -torch.logsumexp(-h, 0)
    (p,) = torch.autograd.grad(o, h, retain_graph=True)
    return (p * torch.clamp(o / distances, max=width)).detach()


def by_copies(x, virtual, log_beta):
    """The Taylor rule as it is written: at a copy of x for each root u_k, the derivative times x - u_k."""
    copies = x.expand_as(virtual).clone().requires_grad_()
    differences = copies - virtual
    distances = (differences**2).sum(1)
    (slopes,) = torch.autograd.grad(distances, copies, grad_outputs=weigh(distances, log_beta))
    return (slopes * differences.detach()).sum(0) / 2


def by_gate(x, virtual, log_beta):
    """A factor of 1 at each feature's square: the derivative by it is the relevance. Less memory moved than copies need."""
    gate = torch.ones_like(x, requires_grad=True)
    distances = (x - virtual) ** 2 @ gate
    (relevance,) = torch.autograd.grad(distances, gate, grad_outputs=weigh(distances, log_beta))
    return relevance


def run(relevance_of_half):
    def command(x_file, row, file):
        x = torch.tensor(np.load(x_file, mmap_mode="r")[int(row)], dtype=torch.float32)
        seconds, relevance = timed(lambda: explain(x, relevance_of_half))
        if file != "-":
            np.save(file, relevance.numpy().reshape(-1, 1))
        return seconds

    return command


serve(f"PyTorch {torch.__version__}", members=members, copies=run(by_copies), gate=run(by_gate))
