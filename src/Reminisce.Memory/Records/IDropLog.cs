namespace Reminisce.Memory.Records;

/// <summary>Writes down what earlier stages let go as a repetition.</summary>
internal interface IDropLog
{
    Task NoteDropsAsync(IReadOnlyList<DroppedDuplicate> drops, CancellationToken cancellationToken);
}
