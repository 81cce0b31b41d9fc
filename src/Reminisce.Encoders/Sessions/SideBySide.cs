using System.Runtime.ExceptionServices;

namespace Reminisce.Encoders;

/// <summary>Runs independent pieces of work on a few threads at a time, the caller's among them.</summary>
internal static class SideBySide
{
    /// <summary>Runs all pieces, or fails as one that failed does once none runs any more.</summary>
    public static void Run(int pieces, int workers, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
