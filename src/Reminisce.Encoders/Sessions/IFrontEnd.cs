using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Turns content into the input of a tower's first stage.</summary>
internal interface IFrontEnd : IDisposable
{
    /// <summary>Gets what the tower takes, in words for a person.</summary>
    string Takes { get; }

    /// <summary>Tells whether the tower takes content of this kind; nothing is decoded.</summary>
    bool Accepts(AIContent content);

    /// <summary>Prepares items; one that cannot be read becomes a failure.</summary>
    /// <param name="items">All items of the caller.</param>
    /// <param name="positions">Those to prepare.</param>
    /// <param name="cancellationToken">Checked between items.</param>
    PreparedWave Prepare(IReadOnlyList<AIContent> items, IReadOnlyList<int> positions, CancellationToken cancellationToken);
}
