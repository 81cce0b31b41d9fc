using Microsoft.Extensions.AI;

namespace Reminisce.VectorData;

/// <summary>The vector of one early-exit property of a pending record: newly encoded, or the stored one again.</summary>
internal sealed class PendingVector(AIContent? content, EncodingStamp stamp)
{
    public AIContent? Content { get; } = content;

    public EncodingStamp Stamp { get; } = stamp;

    public EncodedItem? Item { get; set; }

    /// <summary>Gets or sets the exit of the stored vector that is kept because the content has not changed.</summary>
    public ExitLayer? Reused { get; set; }

    public ExitLayer? Exit => Reused ?? Item?.Exit;
}
