using Microsoft.Extensions.AI;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Healing;

/// <summary>What healing learns from.</summary>
/// <param name="Items">The content.</param>
/// <param name="Fine">Each item's own embedding at full depth before healing, as the queries of each exit see it: one matrix per exit.</param>
/// <param name="Queries">Embeddings of queries, one matrix per exit: of captions, or without words of the items themselves at full depth.</param>
/// <param name="Captions">Rows of <paramref name="Queries"/> that belong to each item.</param>
internal sealed record HealingData(IReadOnlyList<AIContent> Items, IReadOnlyList<Matrix> Fine, IReadOnlyList<Matrix> Queries, IReadOnlyList<int[]> Captions);
