using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace Reminisce.Evaluation;

/// <summary>An encoder that gives back what resuming gave once, exit by exit, so that thousands of searches can be replayed with all their stops on the way.</summary>
internal sealed class RememberedResumes : IEarlyExitEncoder
{
    private readonly IEarlyExitEncoder _encoder;
    private readonly Dictionary<string, SortedList<int, EncodedItem>> _items = [];

    private RememberedResumes(IEarlyExitEncoder encoder) => _encoder = encoder;

    public string Name => _encoder.Name;

    public string Fingerprint => _encoder.Fingerprint;

    public int Dimensions => _encoder.Dimensions;

    public IReadOnlyList<ExitLayer> Exits => _encoder.Exits;

    /// <summary>Resumes every activation once and keeps what it was at each exit on the way.</summary>
    public static async Task<RememberedResumes> MakeAsync(IEarlyExitEncoder encoder, IReadOnlyList<Activation> activations)
    {
        var remembered = new RememberedResumes(encoder);
        var paths = activations.Select(_ => new SortedList<int, EncodedItem>()).ToList();
        var options = new ResumeOptions
        {
            AtExit = checkpoint =>
            {
                foreach (var item in checkpoint.Items)
                {
                    paths[item.Position].Add(checkpoint.Exit.Layer, new EncodedItem(item.Vector.ToArray(), checkpoint.Exit, null));
                }
            },
        };
        var finished = await encoder.ResumeAsync(activations, options);
        for (var i = 0; i < activations.Count; i++)
        {
            paths[i].Add(finished[i].Exit.Layer, finished[i]);
            remembered._items[NameOf(activations[i])] = paths[i];
        }

        return remembered;
    }

    public bool CanEncode(AIContent content) => _encoder.CanEncode(content);

    public Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default) =>
        _encoder.EncodeAsync(items, options, cancellationToken);

    public Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default) => _encoder.EncodeQueryAsync(query, cancellationToken);

    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default) =>
        ResumeAsync(activations, null, cancellationToken);

    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, ResumeOptions? options, CancellationToken cancellationToken = default)
    {
        var paths = activations.Select(a => _items[NameOf(a)]).ToList();
        var results = paths.ConvertAll(p => p.Values[^1]);
        foreach (var exit in options?.AtExit is null ? [] : Exits.Where(e => e.Tower == "image" && !e.IsFull))
        {
            var flying = Enumerable.Range(0, paths.Count).Where(i => results[i].Exit.IsFull && paths[i].ContainsKey(exit.Layer))
                .Select(i => new InFlightItem(i, paths[i][exit.Layer].Vector)).ToList();
            if (flying.Count > 0)
            {
                var checkpoint = new ResumeCheckpoint(exit, flying);
                options!.AtExit!(checkpoint);
                foreach (var position in checkpoint.Stopped)
                {
                    results[position] = paths[position][exit.Layer];
                }
            }
        }

        return Task.FromResult<IReadOnlyList<EncodedItem>>(results);
    }

    public void Dispose()
    {
    }

    private static string NameOf(Activation activation) => Convert.ToBase64String(SHA256.HashData(activation.Data.Span));
}
