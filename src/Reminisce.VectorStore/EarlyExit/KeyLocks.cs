namespace Reminisce.VectorData;

/// <summary>Keeps writers of the same key apart: an upgrade reads and writes a record, and must not bring an old one back.</summary>
/// <remarks>Safe for concurrent calls. Striped by hash, taken in ascending order, so that batches cannot deadlock.</remarks>
internal sealed class KeyLocks
{
    private const int Stripes = 64;

    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    public Task<IDisposable> AcquireAsync(IEnumerable<object> keys, CancellationToken cancellationToken) =>
        AcquireAsync(keys.Select(k => (int)((uint)k.GetHashCode() % Stripes)).Distinct().Order().ToArray(), cancellationToken);

    /// <summary>Keeps all writers out.</summary>
    public Task<IDisposable> AcquireAllAsync(CancellationToken cancellationToken) => AcquireAsync([.. Enumerable.Range(0, Stripes)], cancellationToken);

    private async Task<IDisposable> AcquireAsync(int[] needed, CancellationToken cancellationToken)
    {
        var held = new Held(this);
        try
        {
            foreach (var stripe in needed)
            {
                await _stripes[stripe].WaitAsync(cancellationToken).ConfigureAwait(false);
                held.Stripes.Add(stripe);
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return held;
    }

    private sealed class Held(KeyLocks locks) : IDisposable
    {
        public List<int> Stripes { get; } = [];

        public void Dispose()
        {
            foreach (var stripe in Stripes)
            {
                locks._stripes[stripe].Release();
            }

            Stripes.Clear();
        }
    }
}
