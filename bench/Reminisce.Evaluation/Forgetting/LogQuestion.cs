using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>A question to a life log.</summary>
/// <param name="Kind">task, screen, or dialogue.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Evidence">The groups that answer it.</param>
internal sealed record LogQuestion(string Kind, RecallRequest Request, IReadOnlySet<int> Evidence);
