using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>Gives back the content that an item was encoded from, while it is still there: a file, a message, a row of another system.</summary>
/// <remarks>
/// Implementations are safe for concurrent calls. A search asks for items whose activation was evicted or damaged, one after the other,
/// and checks by hash that the content is the one that was encoded. What an implementation throws is logged as a warning and counts as
/// no answer; cancellation passes. It must not write to the item it is asked for before it has answered.
/// </remarks>
public interface IContentSource
{
    /// <summary>Finds the content of one item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>The content, or <see langword="null"/> when it is gone or not this source's.</returns>
    ValueTask<AIContent?> FindAsync(ContentReference item, CancellationToken cancellationToken = default);
}
