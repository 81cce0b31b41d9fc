using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>Finds content by key, and remembers what it was asked for.</summary>
internal sealed class FakeContentSource(Func<int, AIContent?> find) : IContentSource
{
    public ConcurrentQueue<ContentReference> Asked { get; } = [];

    /// <summary>Gets or sets what every look-up waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async ValueTask<AIContent?> FindAsync(ContentReference item, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(item);
        await Gate.WaitAsync(cancellationToken);
        return find((int)item.Key);
    }
}
