using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>Encodes items only as deep as each needs, and finishes them later from where they stopped.</summary>
/// <remarks>
/// Implementations are safe for concurrent calls. Encoding to an exit and resuming to full depth gives the embedding of
/// an uninterrupted run, up to the loss of the activation's format. Content reaches no log. (Paper: memory encoder and
/// live encoder.)
/// </remarks>
public interface IEarlyExitEncoder : IDisposable
{
    /// <summary>Gets the name of the model for people, for example <c>reminisce-mini 0.1.0</c>.</summary>
    string Name { get; }

    /// <summary>Gets what tells vector spaces apart: equal fingerprints mean comparable vectors and resumable activations.</summary>
    string Fingerprint { get; }

    /// <summary>Gets the number of dimensions of every embedding.</summary>
    int Dimensions { get; }

    /// <summary>Gets the exits of all towers, by tower, shallow to deep; the last of each tower is its full depth.</summary>
    IReadOnlyList<ExitLayer> Exits { get; }

    /// <summary>Tells whether some tower takes content of this kind; nothing is decoded.</summary>
    /// <param name="content">A <see cref="TextContent"/> or a <see cref="DataContent"/> with a media type.</param>
    /// <returns>Whether it can be encoded.</returns>
    bool CanEncode(AIContent content);

    /// <summary>Tells what the similarities of unrelated items of one exit look like, so that it can be said when two are alike.</summary>
    /// <param name="exit">The exit of both items.</param>
    /// <returns>The calibration; <see cref="ScoreCalibration.Identity"/> where it is not known, as for an encoder that does not implement it.</returns>
    ScoreCalibration GetCalibration(ExitLayer exit) => ScoreCalibration.Identity;

    /// <summary>Encodes items in batches grouped by exit.</summary>
    /// <param name="items">The items; towers may be mixed.</param>
    /// <param name="options">How deep, and what to keep; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>One result per item, in the order given.</returns>
    Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Embeds a query once for every exit it can be compared with.</summary>
    /// <param name="query">The query: words, or a picture to search by example.</param>
    /// <param name="cancellationToken">Checked before the encoder runs.</param>
    /// <returns>The query embeddings.</returns>
    /// <exception cref="NotSupportedException">No tower takes content of this kind.</exception>
    Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default);

    /// <summary>Finishes items from their activations, in batches grouped by exit.</summary>
    /// <param name="activations">Activations made by an encoder with the same <see cref="Fingerprint"/>.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>One full-depth item per activation, in the order given.</returns>
    /// <exception cref="ArgumentException">An activation has another fingerprint, an unknown exit or a wrong shape.</exception>
    Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default);

    /// <summary>Finishes items from their activations, and lets the caller stop those between that are not worth it any more.</summary>
    /// <param name="activations">Activations made by an encoder with the same <see cref="Fingerprint"/>.</param>
    /// <param name="options">Who may stop earlier; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>
    /// One item per activation, in the order given: at full depth, or at the exit where <see cref="ResumeOptions.AtExit"/> stopped it.
    /// </returns>
    /// <exception cref="ArgumentException">An activation has another fingerprint, an unknown exit or a wrong shape.</exception>
    /// <remarks>An encoder that does not implement it finishes every item and asks nobody.</remarks>
    Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, ResumeOptions? options, CancellationToken cancellationToken = default) =>
        ResumeAsync(activations, cancellationToken);
}
