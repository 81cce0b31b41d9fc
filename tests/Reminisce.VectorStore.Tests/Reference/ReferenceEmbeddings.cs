using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Makes vectors of values with whatever interface of the generator takes them.</summary>
internal static class ReferenceEmbeddings
{
    /// <summary>Embeds the values with one call for each type among them.</summary>
    public static async Task<Dictionary<object, object>> GenerateAsync(IEnumerable<object> values, ReferenceVector property, CancellationToken cancellationToken)
    {
        var made = new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        foreach (var group in values.GroupBy(value => value.GetType()))
        {
            var call = property.Generator?.GetType().GetInterfaces().FirstOrDefault(face => Takes(face, group.Key))
                ?? throw (property.Generator is null
                    ? new NotSupportedException($"no vector can be made of a {group.Key.Name}: there is no generator")
                    : new InvalidOperationException($"the generator makes no vector of a {group.Key.Name}"));
            var generate = typeof(ReferenceEmbeddings).GetMethod(nameof(CallAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(call.GetGenericArguments());
            var embeddings = await (Task<List<Embedding>>)generate.Invoke(null, [property.Generator, group.ToList(), cancellationToken])!;
            foreach (var (value, embedding) in group.Zip(embeddings))
            {
                made[value] = embedding;
            }
        }

        return made;
    }

    private static bool Takes(Type face, Type value)
        => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEmbeddingGenerator<,>) && face.GetGenericArguments()[0].IsAssignableFrom(value);

    private static async Task<List<Embedding>> CallAsync<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> generator, List<object> values, CancellationToken cancellationToken)
        where TEmbedding : Embedding
        => [.. await generator.GenerateAsync(values.Cast<TInput>(), cancellationToken: cancellationToken)];
}
