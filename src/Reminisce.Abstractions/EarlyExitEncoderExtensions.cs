using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>Shorthands for early-exit encoders.</summary>
public static class EarlyExitEncoderExtensions
{
    /// <summary>Shows an encoder as the embedding generator that other libraries expect.</summary>
    /// <param name="encoder">The encoder; it stays the caller's.</param>
    /// <returns>A generator for text, data and any content.</returns>
    public static EarlyExitEmbeddingGenerator AsEmbeddingGenerator(this IEarlyExitEncoder encoder) => new(encoder);

    /// <summary>Shows an encoder as the embedding generator of an own type.</summary>
    /// <typeparam name="TInput">The type of the values that are embedded.</typeparam>
    /// <param name="encoder">The encoder; it stays the caller's.</param>
    /// <param name="convert">Makes a <see cref="TextContent"/> or a <see cref="DataContent"/> of a value, the same of the same; <see langword="null"/> when there is nothing to embed.</param>
    /// <returns>A generator for values of the type.</returns>
    public static EarlyExitEmbeddingGenerator<TInput> AsEmbeddingGenerator<TInput>(this IEarlyExitEncoder encoder, Func<TInput, AIContent?> convert) => new(encoder, convert);

    /// <summary>Encodes items as they come, and takes no more of them than the reader of the results keeps up with.</summary>
    /// <remarks>
    /// Memory is that of one chunk of items and results: the source is asked for the next chunk when the results of the last one have
    /// been read, so a slow reader slows the source down.
    /// </remarks>
    /// <param name="encoder">The encoder.</param>
    /// <param name="items">The items; towers may be mixed.</param>
    /// <param name="options">How deep, and what to keep; <see langword="null"/> for the defaults. Progress counts all items read.</param>
    /// <param name="chunkSize">Items that are encoded together, at least 1; as many as the encoder groups by exit at a time is best.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>One result per item, in the order given.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunkSize"/> is below 1.</exception>
    public static IAsyncEnumerable<EncodingResult> EncodeAsync(
        this IEarlyExitEncoder encoder, IAsyncEnumerable<AIContent> items, EncodingOptions? options = null, int chunkSize = 64, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        return EncodeChunksAsync(encoder, items, options ?? new EncodingOptions(), chunkSize, cancellationToken);
    }

    private static async IAsyncEnumerable<EncodingResult> EncodeChunksAsync(
        IEarlyExitEncoder encoder, IAsyncEnumerable<AIContent> items, EncodingOptions options, int chunkSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = 0;
        await foreach (var chunk in items.Chunk(chunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var counted = new EncodingOptions
            {
                Policy = options.Policy,
                FixedLayer = options.FixedLayer,
                KeepActivations = options.KeepActivations,
                Progress = options.Progress is { } progress ? new Offset(progress, before) : null,
            };
            foreach (var result in await encoder.EncodeAsync(chunk, counted, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }

            before += chunk.Length;
        }
    }

    private sealed class Offset(IProgress<int> progress, int before) : IProgress<int>
    {
        public void Report(int value) => progress.Report(before + value);
    }
}
