using System.Collections.Concurrent;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>Activations in a dictionary, with faults.</summary>
internal sealed class FakeActivationStore(FaultPlan? faults = null) : IActivationStore, IPrefixRemoval
{
    public FaultPlan Faults { get; } = faults ?? new FaultPlan();

    public ConcurrentDictionary<string, Activation> Entries { get; } = new();

    public async ValueTask PutAsync(IReadOnlyList<KeyValuePair<string, Activation>> entries, CancellationToken cancellationToken = default) => await Call(
        "put",
        () =>
        {
            foreach (var (key, activation) in entries)
            {
                Entries[key] = activation;
            }

            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, Activation>> GetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => await Call(
        "get activations", () => Present(keys), cancellationToken);

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => await Call(
        "remove", () => keys.Count(k => Entries.TryRemove(k, out _)), cancellationToken);

    public async ValueTask RemoveByPrefixAsync(string prefix, CancellationToken cancellationToken = default) =>
        await RemoveAsync([.. Entries.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))], cancellationToken);

    public ValueTask<long> GetSizeAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Entries.Values.Sum(a => (long)a.Data.Length));

    // Looked up once: another caller may remove an activation between two looks.
    private Dictionary<string, Activation> Present(IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, Activation>();
        foreach (var key in keys)
        {
            if (Entries.TryGetValue(key, out var activation))
            {
                found[key] = activation;
            }
        }

        return found;
    }

    private async Task<T> Call<T>(string call, Func<T> effect, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Faults.Step("before " + call);
        cancellationToken.ThrowIfCancellationRequested();
        var result = effect();
        Faults.Step("after " + call);
        return result;
    }
}
