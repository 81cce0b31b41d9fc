namespace Reminisce.Training.Packs;

/// <summary>Passes the progress of a build on and stops it when asked.</summary>
internal sealed class BuildProgress(IProgress<BuildStep>? target, CancellationToken cancellationToken)
{
    public void Report(string step, double fraction)
    {
        cancellationToken.ThrowIfCancellationRequested();
        target?.Report(new BuildStep(step, fraction));
    }
}
